import { z } from 'zod'
import {
  CaseSummary,
  CaseView,
  ClockKind,
  Conclusion,
  DecisionView,
  HandoffState,
  HandoffView,
  HistoryItem,
  Lane,
  SignatureView,
} from './case.ts'
import { ById, Id, Instant, Reason, Reauthentication, Receipt, route, Sha256 } from './route.ts'

/** Under an hour, under a day, one to three days, older. */
export const queueAges = ['hour', 'day', 'three_days', 'older'] as const

const Token = z.object({ token: Id })
export const QueueQuery = z.object({
  lane: Lane.optional(),
  state: z.enum(['open', 'held', 'concluded', 'decided', 'waiting']).default('waiting'),
  product: z.string().optional(),
  lang: z.string().optional(),
  /** A market of the programme, as it is written there. */
  market: z.string().max(60).optional(),
  /** How long ago the post was received. */
  age: z.enum(queueAges).optional(),
  programme: Id.optional(),
  mine: z.stringbool().default(false),
  search: z.string().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const QueuePage = z.object({
  lanes: z.array(z.object({ lane: Lane, waiting: z.int(), late: z.int() })),
  held: z.int(),
  concluded: z.int(),
  mine: z.int(),
  products: z.array(z.string()),
  langs: z.array(z.string()),
  /** Markets of the programmes whose cases wait. */
  markets: z.array(z.string()),
  items: z.array(CaseSummary),
  next: z.string().nullable(),
})
export type QueuePage = z.infer<typeof QueuePage>
export const ClaimView = z.object({ token: Id, until: Instant, receipt: Receipt })

export const caseRoutes = {
  queue: route({
    method: 'GET',
    path: '/api/queue',
    summary: 'Cases that wait for a person, most urgent first',
    needs: 'queue.read',
    query: QueueQuery,
    ok: QueuePage,
  }),
  read: route({
    method: 'GET',
    path: '/api/cases/:id',
    summary: 'One case with its posts, evidence, clocks and decision',
    needs: 'queue.read',
    params: ById,
    ok: CaseView,
  }),
  ahead: route({
    method: 'GET',
    path: '/api/cases/:id/ahead',
    summary:
      'A case you could claim, before its turn: the same content, recorded as handed out and not as viewed',
    needs: 'case.work',
    params: ById,
    ok: CaseView,
  }),
  shown: route({
    method: 'POST',
    path: '/api/cases/:id/shown',
    summary: 'A case read ahead is on the screen now, or was so many milliseconds ago: its first human view',
    needs: 'case.work',
    params: ById,
    body: z.object({ agoMs: z.int().min(0).max(86_400_000) }),
    ok: z.object({ firstViewedAt: Instant }),
  }),
  history: route({
    method: 'GET',
    path: '/api/cases/:id/history',
    summary: 'Ledger entries of a case, oldest first',
    needs: 'queue.read',
    params: ById,
    ok: z.object({ items: z.array(HistoryItem) }),
  }),
  claim: route({
    method: 'POST',
    path: '/api/cases/:id/claim',
    summary: 'Take a case for ten minutes; the token fences this tab',
    needs: 'case.work',
    params: ById,
    body: z.object({ tab: Id }),
    ok: ClaimView,
  }),
  heartbeat: route({
    method: 'POST',
    path: '/api/cases/:id/heartbeat',
    summary: 'Keep the claim',
    needs: 'case.work',
    params: ById,
    body: Token,
    ok: z.object({ until: Instant }),
  }),
  release: route({
    method: 'POST',
    path: '/api/cases/:id/release',
    summary: 'Give the case back',
    needs: 'case.work',
    params: ById,
    body: Token.extend({ reason: z.string().max(2000).default('') }),
    ok: Receipt,
  }),
  hold: route({
    method: 'POST',
    path: '/api/cases/:id/hold',
    summary: 'Set aside with a reason; the clocks run on',
    needs: 'case.work',
    params: ById,
    body: Token.extend({ reason: Reason, until: Instant.nullable() }),
    ok: Receipt,
  }),
  resume: route({
    method: 'POST',
    path: '/api/cases/:id/resume',
    summary: 'Take a held case back into the queue',
    needs: 'case.work',
    params: ById,
    body: z.object({}),
    ok: Receipt,
  }),
  saveDraft: route({
    method: 'PUT',
    path: '/api/cases/:id/draft',
    summary: 'Keep a half-made conclusion',
    needs: 'case.work',
    params: ById,
    body: z.object({ body: z.string().max(60_000) }),
    ok: z.object({ savedAt: Instant }),
  }),
  conclude: route({
    method: 'POST',
    path: '/api/cases/:id/conclusion',
    summary: 'Conclude a case; it counts once signed',
    needs: 'case.work',
    params: ById,
    body: Token.extend({ version: z.int(), conclusion: Conclusion }),
    ok: z.object({ decision: DecisionView, signAtOnce: z.boolean(), receipt: Receipt }),
  }),
  withdrawConclusion: route({
    method: 'POST',
    path: '/api/cases/:id/conclusion/withdraw',
    summary: 'Take back a conclusion that is not signed yet',
    needs: 'case.work',
    params: ById,
    body: z.object({ reason: Reason }),
    ok: Receipt,
  }),
  reopen: route({
    method: 'POST',
    path: '/api/cases/:id/reopen',
    summary:
      'Open a decided case again: voids its decision, stops its hand-off and reply where they have not left',
    needs: 'case.work',
    params: ById,
    body: z.object({ reason: Reason }),
    ok: Receipt,
  }),
  split: route({
    method: 'POST',
    path: '/api/cases/:id/split',
    summary: 'Another patient: move posts to a case of its own',
    needs: 'case.work',
    params: ById,
    body: Token.extend({ postIds: z.array(Id).min(1), patient: z.string().trim().min(1).max(200) }),
    ok: z.object({ caseId: Id, number: z.string(), receipt: Receipt }),
  }),
  join: route({
    method: 'POST',
    path: '/api/cases/:id/join',
    summary: 'The same patient and event: fold another case into this one',
    needs: 'case.work',
    params: ById,
    body: Token.extend({ from: Id }),
    ok: Receipt,
  }),
  undo: route({
    method: 'POST',
    path: '/api/cases/:id/undo',
    summary: 'Undo the last split or join of this case',
    needs: 'case.work',
    params: ById,
    body: Token,
    ok: Receipt,
  }),
  reveal: route({
    method: 'POST',
    path: '/api/cases/:id/reveal',
    summary: 'Show the author of a post; the reveal is an entry',
    needs: 'author.reveal',
    params: ById,
    body: z.object({ postId: Id, reason: Reason }),
    ok: z.object({ handle: z.string().nullable(), receipt: Receipt }),
  }),
  releaseReply: route({
    method: 'POST',
    path: '/api/cases/:id/reply-release',
    summary: 'Hand a post of the case to communications for a draft',
    needs: 'response.release',
    params: ById,
    body: z.object({ postId: Id, note: z.string().trim().max(2000).default('') }),
    ok: Receipt,
  }),
  endRelease: route({
    method: 'POST',
    path: '/api/cases/:id/reply-release/end',
    summary: 'Take a released post back from communications',
    needs: 'response.release',
    params: ById,
    body: z.object({ postId: Id, reason: Reason }),
    ok: Receipt,
  }),
  vendorAwareness: route({
    method: 'POST',
    path: '/api/cases/:id/vendor-awareness',
    summary: 'Record once when the vendor became aware, signed; clocks it makes earlier follow',
    needs: 'case.sign',
    params: ById,
    body: Reauthentication.extend({ at: Instant, zone: z.string().min(1).max(64), reason: Reason }),
    ok: Receipt,
  }),
  recompute: route({
    method: 'POST',
    path: '/api/cases/:id/clocks',
    summary: 'Set day 0 anew; later only with this signed reason',
    needs: 'clock.recompute',
    params: ById,
    body: Reauthentication.extend({ kind: ClockKind, anchorAt: Instant, reason: Reason }),
    ok: Receipt,
  }),
}

export const signingRoutes = {
  pending: route({
    method: 'GET',
    path: '/api/signing',
    summary: 'Your conclusions that wait for your signature, and how to sign now',
    needs: 'case.sign',
    ok: z.object({ needsBoth: z.boolean(), items: z.array(DecisionView) }),
  }),
  sign: route({
    method: 'POST',
    path: '/api/signing',
    summary: 'Sign conclusions, one or many, over the list of their hashes',
    needs: 'case.sign',
    body: Reauthentication.extend({
      items: z
        .array(z.object({ decisionId: Id, contentSha256: Sha256 }))
        .min(1)
        .max(500),
    }),
    ok: z.object({ signature: SignatureView, handoffs: z.int(), receipt: Receipt }),
  }),
}

export const handoffRoutes = {
  list: route({
    method: 'GET',
    path: '/api/handoffs',
    summary: 'Signed cases on their way to the safety database',
    needs: 'handoff.read',
    query: z.object({
      state: HandoffState.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    ok: z.object({
      items: z.array(HandoffView),
      counts: z.object({
        forwarded: z.int(),
        acked: z.int(),
        pending: z.int(),
        failed: z.int(),
        withdrawn: z.int(),
      }),
    }),
  }),
  acknowledge: route({
    method: 'POST',
    path: '/api/handoffs/:id/acknowledge',
    summary: 'Record the safety database case number by hand',
    needs: 'handoff.acknowledge',
    params: ById,
    body: z.object({ safetyCaseId: z.string().trim().min(1).max(200), reason: Reason }),
    ok: Receipt,
  }),
  retry: route({
    method: 'POST',
    path: '/api/handoffs/:id/retry',
    summary: 'Try a failed hand-off again now',
    needs: 'handoff.acknowledge',
    params: ById,
    body: z.object({}),
    ok: Receipt,
  }),
}
