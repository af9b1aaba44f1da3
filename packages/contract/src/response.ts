import { z } from 'zod'
import { SignatureView } from './case.ts'
import { KillSwitchView, killSwitchRoutes } from './kill-switch.ts'
import { LintView } from './lint.ts'
import { releaseRoutes } from './release.ts'
import { ById, Id, Instant, Reason, Reauthentication, Receipt, route, Sha256 } from './route.ts'
import { PersonRef } from './session.ts'

export const responseStates = [
  'drafted',
  'in_review',
  'rejected',
  'revoked',
  'held',
  'expired',
  'sending',
  'unknown',
  'failed',
  'sent',
  'taken',
  'withdrawn',
] as const
export const ResponseState = z.enum(responseStates)
export const AttemptView = z.object({
  id: Id,
  n: z.int(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  outcome: z.enum(['sent', 'not_sent', 'unknown']).nullable(),
  remoteId: z.string().nullable(),
  remoteUrl: z.string().nullable(),
  reason: z.string().nullable(),
  /** Public no more: its platform took it away, and when by its own clock. */
  removed: z.object({ reason: z.string(), at: Instant }).nullable(),
  verdicts: z.array(z.object({ by: PersonRef, verdict: z.enum(['resend', 'cancel']), reason: z.string() })),
})
/** What a person said became of a reply they took out; the last one said counts. */
export const HandReportView = z.object({
  posted: z.boolean(),
  address: z.string().nullable(),
  reason: z.string().nullable(),
  by: PersonRef,
  at: Instant,
})
export const VersionView = z.object({
  id: Id,
  version: z.int(),
  author: PersonRef,
  createdAt: Instant,
  text: z.string(),
  contentSha256: Sha256,
  lint: LintView,
  /** The outgoing text with every invisible or bidi character spelled out. */
  escaped: z.string(),
})
export const ResponseSummary = z.object({
  id: Id,
  state: ResponseState,
  practice: z.boolean(),
  caseId: Id,
  caseNumber: z.string(),
  product: z.string(),
  platform: z.string(),
  lang: z.string(),
  excerpt: z.string(),
  author: PersonRef,
  createdAt: Instant,
  holdUntil: Instant.nullable(),
  /** No machine sends it: a person takes it out. */
  postedByHand: z.boolean(),
  url: z.string().nullable(),
})
export type ResponseSummary = z.infer<typeof ResponseSummary>
export const ResponseView = ResponseSummary.extend({
  postId: Id,
  postText: z.string().nullable(),
  account: z.string(),
  template: z.string(),
  disposition: z.string().nullable(),
  versions: z.array(VersionView),
  signatures: z.array(
    SignatureView.extend({ version: z.int(), reason: z.string().nullable(), revoked: z.boolean() }),
  ),
  attempts: z.array(AttemptView),
  /** Who took it back before it left, by their printed name; null while it stands. */
  withdrawn: z.object({ by: z.string(), at: Instant, reason: z.string() }).nullable(),
  /** Where it is posted by hand, once it may be, because the platform takes no reply by API; null where it does. */
  byHand: z
    .object({
      open: z.string().nullable(),
      taken: z.object({ by: PersonRef, at: Instant }).nullable(),
      reports: z.array(HandReportView),
    })
    .nullable(),
  /** Why this person may not sign it, or null. */
  maySign: z.object({ why: z.string().nullable() }),
})
export type ResponseView = z.infer<typeof ResponseView>

export const TemplateView = z.object({
  id: z.string(),
  name: z.string(),
  lang: z.string(),
  version: z.string(),
  body: z.string(),
  slots: z.array(z.string()),
})
export const responseRoutes = {
  ...releaseRoutes,
  ...killSwitchRoutes,
  list: route({
    method: 'GET',
    path: '/api/responses',
    summary: 'Replies by state',
    needs: 'response.read',
    query: z.object({
      state: ResponseState.optional(),
      caseId: Id.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
    }),
    ok: z.object({
      listenOnly: z.boolean(),
      items: z.array(ResponseSummary),
      killSwitches: z.array(KillSwitchView),
    }),
  }),
  read: route({
    method: 'GET',
    path: '/api/responses/:id',
    summary: 'One reply with versions, lint, signatures and attempts',
    needs: 'response.read',
    params: ById,
    ok: ResponseView,
  }),
  templates: route({
    method: 'GET',
    path: '/api/templates',
    summary: 'Approved reply templates',
    needs: 'response.read',
    query: z.object({ lang: z.string().optional() }),
    ok: z.object({ items: z.array(TemplateView) }),
  }),
  lint: route({
    method: 'POST',
    path: '/api/responses/lint',
    summary: 'What the lint says of a text, as you type',
    needs: 'response.draft',
    body: z.object({ caseId: Id, postId: Id, template: z.string(), text: z.string().max(20_000) }),
    ok: LintView.extend({ escaped: z.string() }),
  }),
  draft: route({
    method: 'POST',
    path: '/api/responses',
    summary: 'Draft a reply from a template',
    needs: 'response.draft',
    body: z.object({ caseId: Id, postId: Id, template: z.string() }),
    ok: ResponseView,
  }),
  edit: route({
    method: 'POST',
    path: '/api/responses/:id/versions',
    summary: 'Save another version',
    needs: 'response.draft',
    params: ById,
    body: z.object({ basedOn: z.int(), text: z.string().min(1).max(20_000) }),
    ok: ResponseView,
  }),
  submit: route({
    method: 'POST',
    path: '/api/responses/:id/submit',
    summary: 'Ask for PV sign-off; the lint must be clean',
    needs: 'response.draft',
    params: ById,
    body: z.object({}),
    ok: Receipt,
  }),
  sign: route({
    method: 'POST',
    path: '/api/responses/:id/signature',
    summary: 'PV sign-off or rejection over the exact bytes, by someone who wrote none of them',
    needs: 'response.sign',
    params: ById,
    body: Reauthentication.extend({
      contentSha256: Sha256,
      meaning: z.enum(['pv_approve', 'pv_reject']),
      reason: z.string().max(2000).default(''),
    }),
    ok: z.object({ response: ResponseView, receipt: Receipt }),
  }),
  takeOut: route({
    method: 'POST',
    path: '/api/responses/:id/take-out',
    summary: 'Take a signed reply out to post it by hand, once, where it cannot be sent by API',
    needs: 'response.take_out',
    params: ById,
    body: z.object({}),
    ok: z.object({ text: z.string(), open: z.string().nullable(), receipt: Receipt }),
  }),
  reportHand: route({
    method: 'POST',
    path: '/api/responses/:id/hand-report',
    summary:
      'Say where a reply that was taken out was posted, or why it was not; said again, the later counts',
    needs: 'response.take_out',
    params: ById,
    body: z.discriminatedUnion('posted', [
      z.object({ posted: z.literal(true), address: z.string().trim().min(1).max(2000) }),
      z.object({ posted: z.literal(false), reason: Reason }),
    ]),
    ok: Receipt,
  }),
  withdraw: route({
    method: 'POST',
    path: '/api/responses/:id/withdraw',
    summary: 'Withdraw before it is sent',
    needs: 'response.withdraw',
    params: ById,
    body: z.object({ reason: Reason }),
    ok: Receipt,
  }),
  revoke: route({
    method: 'POST',
    path: '/api/responses/:id/revoke',
    summary: 'Revoke a sign-off; answers stopped or too late',
    needs: 'response.sign',
    params: ById,
    body: z.object({ reason: Reason }),
    ok: z.object({ answer: z.string(), receipt: Receipt }),
  }),
  resolve: route({
    method: 'POST',
    path: '/api/publications/:id/verdict',
    summary: 'Say what becomes of an unknown outcome; two people must agree',
    needs: 'publication.resolve',
    params: ById,
    body: z.object({ verdict: z.enum(['resend', 'cancel']), reason: Reason }),
    ok: z.object({ answer: z.string(), receipt: Receipt }),
  }),
  optOut: route({
    method: 'POST',
    path: '/api/opt-outs',
    summary: 'Never contact the author of a post again',
    needs: 'response.withdraw',
    body: z.object({ postId: Id, reason: Reason }),
    ok: Receipt,
  }),
}
