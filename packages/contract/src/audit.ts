import { z } from 'zod'
import { HistoryItem } from './case.ts'
import { ById, Id, Instant, Reason, Receipt, route } from './route.ts'
import { NewPassword, PersonRef, Role } from './session.ts'

export const EntryView = HistoryItem.extend({
  objectType: z.string(),
  objectId: z.string(),
  leafHash: z.string().nullable(),
  body: z.string(),
  practice: z.boolean().describe('Whether what it is about is invented'),
})
export type EntryView = z.infer<typeof EntryView>
export const VerifyView = z.object({
  status: z.enum(['valid', 'invalid', 'incomplete']),
  size: z.int(),
  root: z.string().nullable(),
  checkedAt: Instant,
  checks: z.array(
    z.object({ name: z.string(), outcome: z.enum(['ok', 'fail', 'skipped']), detail: z.string() }),
  ),
  firstBad: z.object({ index: z.int(), reason: z.string() }).nullable(),
})
export type VerifyView = z.infer<typeof VerifyView>
export const PersonView = PersonRef.extend({
  roles: z.array(Role),
  active: z.boolean(),
  trainedUntil: Instant.nullable(),
  accountableSince: Instant.nullable(),
  mustEnrol: z.boolean(),
  lastSeenAt: Instant.nullable(),
  createdAt: Instant,
})
export type PersonView = z.infer<typeof PersonView>

export const auditRoutes = {
  entries: route({
    method: 'GET',
    path: '/api/audit/entries',
    summary: 'The ledger as a timeline, newest first',
    needs: 'audit.read',
    query: z.object({
      action: z.string().optional(),
      objectType: z.string().optional(),
      objectId: z.string().optional(),
      actor: z.string().optional(),
      from: Instant.optional(),
      to: Instant.optional(),
      cursor: z.coerce.number().int().min(1).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    ok: z.object({ items: z.array(EntryView), next: z.string().nullable(), actions: z.array(z.string()) }),
  }),
  checkpoint: route({
    method: 'GET',
    path: '/api/audit/checkpoint',
    summary: 'The newest signed checkpoint, and the key to check it with',
    needs: 'audit.read',
    ok: z
      .object({ size: z.int(), note: z.string(), vkey: z.string(), unsequenced: z.int(), at: Instant })
      .nullable(),
  }),
  verify: route({
    method: 'POST',
    path: '/api/audit/verify',
    summary: 'Check the whole ledger now',
    needs: 'audit.read',
    body: z.object({}),
    ok: VerifyView,
  }),
  exportBundle: route({
    method: 'GET',
    path: '/api/audit/export',
    summary: 'One bundle (tar): line listing, records, signatures, proofs, checkpoint, manifest',
    needs: 'audit.export',
    query: z.object({ from: Instant, to: Instant, programme: Id.optional(), product: z.string().optional() }),
    ok: z.any(),
  }),
  exports: route({
    method: 'GET',
    path: '/api/audit/exports',
    summary: 'Who exported what',
    needs: 'audit.read',
    ok: z.object({ items: z.array(EntryView) }),
  }),
}
export const InvitationView = z.object({ code: z.string(), expiresAt: Instant })
export type InvitationView = z.infer<typeof InvitationView>

export const peopleRoutes = {
  list: route({
    method: 'GET',
    path: '/api/people',
    summary: 'People, roles, training',
    needs: 'people.read',
    ok: z.object({ items: z.array(PersonView) }),
  }),
  create: route({
    method: 'POST',
    path: '/api/people',
    summary: 'Add a person; shows their invitation once, by which they choose both components themselves',
    needs: 'people.change',
    body: z.object({
      username: z.string().regex(/^[a-z][a-z0-9._-]{1,60}$/),
      printedName: z.string().trim().min(2).max(200),
      roles: z.array(Role).min(1),
    }),
    ok: z.object({ person: PersonView, invitation: InvitationView, receipt: Receipt }),
  }),
  change: route({
    method: 'PATCH',
    path: '/api/people/:id',
    summary: 'Change roles, training or activity; never your own',
    needs: 'people.change',
    params: ById,
    body: z.object({
      roles: z.array(Role).min(1).optional(),
      active: z.boolean().optional(),
      trainedUntil: Instant.nullable().optional(),
      reason: Reason,
    }),
    ok: Receipt,
  }),
  reset: route({
    method: 'POST',
    path: '/api/people/:id/reset',
    summary: 'Reset a person: both components are dead, and a new invitation is shown once',
    needs: 'people.change',
    params: ById,
    body: z.object({ reason: Reason }),
    ok: z.object({ invitation: InvitationView, receipt: Receipt }),
  }),
  enrol: route({
    method: 'POST',
    path: '/api/people/enrol',
    summary: 'Choose another password',
    needs: 'session',
    body: z.object({
      password: z.string().min(1),
      newPassword: NewPassword,
      totp: z.string().regex(/^\d{6}$/),
    }),
    ok: Receipt,
  }),
}
