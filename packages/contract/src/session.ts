import { roles } from '@hark/domain'
import { z } from 'zod'
import { Id, Instant, Receipt, route } from './route.ts'

export const Role = z.enum(roles)
export const PersonRef = z.object({ id: Id, username: z.string(), printedName: z.string() })
export type PersonRef = z.infer<typeof PersonRef>

export const SessionView = z.object({
  person: PersonRef.extend({ roles: z.array(Role) }),
  /** Sent back as `x-hark-csrf` on every change. */
  csrf: z.string(),
  openedAt: Instant,
  expiresAt: Instant,
  signing: z.object({ needsBoth: z.boolean(), mayNot: z.string().nullable() }),
  accountable: z.boolean(),
  deployment: z.object({
    kind: z.enum(['practice', 'production']),
    listenOnly: z.boolean(),
    live: z.boolean(),
  }),
})
export type SessionView = z.infer<typeof SessionView>

export const sessionRoutes = {
  open: route({
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in with user name, password and a code',
    needs: 'open',
    body: z.object({
      username: z.string().min(1).max(200),
      password: z.string().min(1).max(500),
      totp: z.string().regex(/^\d{6}$/),
    }),
    ok: SessionView,
  }),
  read: route({
    method: 'GET',
    path: '/api/session',
    summary: 'Who is signed in',
    needs: 'session',
    ok: SessionView,
  }),
  close: route({
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out',
    needs: 'session',
    ok: z.object({ closed: z.literal(true) }),
  }),
  acknowledge: route({
    method: 'POST',
    path: '/api/session/accountability',
    summary: 'Acknowledge that your electronic signature binds you as your hand does (11.10(j))',
    needs: 'session',
    body: z.object({ printedName: z.string().min(1).max(200) }),
    ok: Receipt,
  }),
}
