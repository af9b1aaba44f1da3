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
    /** Whom a signed reply can reach: nobody, invented authors alone, or real people. */
    replies: z.enum(['none', 'practice', 'real']),
    /** A source of real people runs. */
    live: z.boolean(),
    /** A source of real people runs or ran: there may be real posts. */
    realPosts: z.boolean(),
  }),
})
export type SessionView = z.infer<typeof SessionView>

/** How long a password is said by its rules, with the reason where it is refused (domain password.ts); here only that it is one. */
export const NewPassword = z.string().min(1).max(500)
const Invited = z.object({ username: z.string().min(1).max(200), code: z.string().min(10).max(100) })

/** What an invited person does before there is a session. */
export const invitationRoutes = {
  open: route({
    method: 'POST',
    path: '/api/invitation',
    summary:
      'Show an invited person a second factor of their own; the one shown before is worth nothing then',
    needs: 'open',
    body: Invited,
    ok: z.object({ printedName: z.string(), totpUri: z.string() }),
  }),
  accept: route({
    method: 'POST',
    path: '/api/invitation/accept',
    summary: 'Choose a password, confirm the second factor; the invitation is used up',
    needs: 'open',
    body: Invited.extend({ newPassword: NewPassword, totp: z.string().regex(/^\d{6}$/) }),
    ok: z.object({ accepted: z.literal(true) }),
  }),
}

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
