import { type CloseReason, caseStates, clockKinds, closeReasons, criteria, lanes } from '@hark/domain'
import { z } from 'zod'
import { type Criterion, FindingView, Priority, Seriousness, Span, Special } from './finding.ts'
import { Id, Instant, Sha256 } from './route.ts'
import { PersonRef } from './session.ts'

export const Lane = z.enum(lanes)
export const CaseState = z.enum(caseStates)
export const ClockKind = z.enum(clockKinds)
export const CloseReasonCode = z.enum(Object.keys(closeReasons) as [CloseReason, ...CloseReason[]])

export const ClockView = z.object({
  kind: ClockKind,
  anchor: z.string(),
  anchorAt: Instant,
  zone: z.string(),
  day0: z.iso.date(),
  dueAt: Instant,
  state: z.enum(['running', 'met', 'stopped']),
  reason: z.string().nullable(),
})
export type ClockView = z.infer<typeof ClockView>

export const LeaseView = z.object({ by: PersonRef, until: Instant, mine: z.boolean() })

export const CaseSummary = z.object({
  id: Id,
  number: z.string(),
  practice: z.boolean(),
  lane: Lane,
  state: CaseState,
  version: z.int(),
  product: z.string(),
  own: z.boolean(),
  patient: z.string(),
  priority: z.array(Priority),
  special: z.array(Special),
  seriousness: z.array(Seriousness),
  lang: z.string(),
  platform: z.string(),
  /** The first words of the index post; null once erased. */
  excerpt: z.string().nullable(),
  posts: z.int(),
  /** Null for a sample that is read blind: its score is told once the decision is signed. */
  score: z.number().nullable(),
  threshold: z.number().nullable(),
  openedAt: Instant,
  /** The running clock that ends first; null when none runs. */
  clock: ClockView.nullable(),
  lease: LeaseView.nullable(),
  holdReason: z.string().nullable(),
  holdUntil: Instant.nullable(),
})
export type CaseSummary = z.infer<typeof CaseSummary>

export const PostView = z.object({
  id: Id,
  role: z.enum(['index', 'copy', 'follow_up', 'thread']),
  platform: z.string(),
  practice: z.boolean(),
  source: z.string(),
  externalId: z.string(),
  url: z.string().nullable(),
  text: z.string().nullable(),
  lang: z.string().nullable(),
  media: z.array(z.object({ kind: z.string(), alt: z.string().nullable() })),
  /** A stable pseudonym of the author; the handle only by a reveal with a reason. */
  author: z.string().nullable(),
  postedAt: Instant.nullable(),
  receivedAt: Instant,
  storedAt: Instant,
  parentId: z.string().nullable(),
  removedAt: Instant.nullable(),
  removalReason: z.string().nullable(),
  erased: z.boolean(),
  /** Earlier and later versions of the same post, oldest first. */
  versions: z.int(),
  findings: z.array(FindingView),
})
export type PostView = z.infer<typeof PostView>

const Edition = { version: z.string().min(1).max(20), sha256: Sha256 }
/** Of a licensed dictionary the code alone; a name that is sent along is dropped. */
export const Coding = z.discriminatedUnion('dictionary', [
  z.object({ dictionary: z.literal('meddra'), ...Edition, code: z.string().regex(/^\d{1,8}$/) }),
  z.object({
    dictionary: z.literal('open'),
    ...Edition,
    code: z.string().min(1).max(60),
    name: z.string().min(1).max(250),
  }),
])
/** A conclusion whose texts are of these shapes: what a person sends, or what of it can be shown. */
const conclusionOf = <
  Q extends z.ZodType,
  M extends z.ZodType,
  T extends z.ZodType,
  N extends z.ZodType,
>(words: {
  quoted: Q
  missing: M
  term: T
  note: N
}) => {
  const Quote = z.object({ postId: Id, span: Span.extend({ text: words.quoted }) })
  const Missing = z.object({ missing: words.missing })
  return z.object({
    criteria: z.object(
      Object.fromEntries(criteria.map((c) => [c, z.union([Quote, Missing])])) as Record<
        z.infer<typeof Criterion>,
        z.ZodUnion<[typeof Quote, typeof Missing]>
      >,
    ),
    events: z
      .array(
        Quote.extend({
          term: words.term,
          seriousness: z.array(Seriousness),
          coding: Coding.optional(),
        }),
      )
      .max(50),
    special: z.array(Special),
    forwardable: z.boolean(),
    validNow: z.boolean(),
    closeReason: CloseReasonCode.nullable(),
    quote: Quote.nullable(),
    duplicateOf: Id.nullable(),
    note: words.note,
  })
}
export const Conclusion = conclusionOf({
  quoted: Span.shape.text,
  missing: z.string().trim().min(1).max(500),
  term: z.string().trim().min(1).max(250),
  note: z.string().max(4000),
})
export type ConclusionBody = z.infer<typeof Conclusion>

/** Words a decision was signed over: as they were, or when they were erased, or that what is stored is not what was signed. */
export const ShownWords = z.union([
  z.string(),
  z.object({ erasedAt: Instant }),
  z.object({ altered: z.literal(true) }),
])
export type ShownWords = z.infer<typeof ShownWords>
export const ConclusionView = conclusionOf({
  quoted: ShownWords,
  missing: ShownWords,
  term: ShownWords,
  note: ShownWords,
})
export type ConclusionView = z.infer<typeof ConclusionView>

export const SignatureView = z.object({
  id: Id,
  printedName: z.string(),
  meaning: z.string(),
  signedAt: Instant,
  zone: z.string(),
  factors: z.array(z.string()),
  /** How many records this one signature covers. */
  records: z.int(),
  sealed: z.boolean(),
})

export const DecisionView = z.object({
  id: Id,
  caseId: Id,
  caseNumber: z.string(),
  caseVersion: z.int(),
  practice: z.boolean(),
  author: PersonRef,
  concludedAt: Instant,
  contentSha256: Sha256,
  state: z.enum(['concluded', 'signed', 'voided']),
  voidReason: z.string().nullable(),
  serious: z.boolean(),
  /** Null once the bytes themselves were erased, as only those go that were signed with the words in them. */
  conclusion: ConclusionView.nullable(),
  bytesErasedAt: Instant.nullable(),
  signature: SignatureView.nullable(),
})
export type DecisionView = z.infer<typeof DecisionView>

export const handoffStates = ['pending', 'sent', 'acked', 'failed', 'withdrawn'] as const
export const HandoffState = z.enum(handoffStates)
export const HandoffView = z.object({
  id: Id,
  caseId: Id,
  caseNumber: z.string(),
  practice: z.boolean(),
  destination: z.string(),
  state: HandoffState,
  attempts: z.int(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  ackedAt: Instant.nullable(),
  /** The case was opened again before it left. */
  withdrawnAt: Instant.nullable(),
  /** The case was opened again after it (may have) left: a follow-up corrects it. */
  supersededAt: Instant.nullable(),
  safetyCaseId: z.string().nullable(),
  lastError: z.string().nullable(),
})
export type HandoffView = z.infer<typeof HandoffView>

export const HistoryItem = z.object({
  entryId: Id,
  leafIndex: z.int().nullable(),
  at: Instant,
  actor: z.string(),
  actorKind: z.enum(['user', 'service']),
  action: z.string(),
  why: z.string().nullable(),
})
export type HistoryItem = z.infer<typeof HistoryItem>

export const CaseView = CaseSummary.extend({
  programme: z.object({ id: Id, name: z.string(), receivingEntity: z.string(), receivingZone: z.string() }),
  awareness: z.object({
    postedAt: Instant.nullable(),
    ingestedAt: Instant,
    /** Null for a sampled post: it was never flagged. */
    flaggedAt: Instant.nullable(),
    firstViewedAt: Instant.nullable(),
    vendorAwareAt: Instant.nullable(),
    vendorZone: z.string().nullable(),
    pvReceivedAt: Instant.nullable(),
  }),
  clocks: z.array(ClockView),
  postList: z.array(PostView),
  /** Other posts of the thread that Hark holds, oldest first. */
  thread: z.array(PostView),
  /** Posts of it that answer or quote something Hark does not hold, and why it is not here. */
  missingContext: z.array(z.object({ postId: Id, says: z.string() })),
  draft: z.object({ body: z.string(), savedAt: Instant }).nullable(),
  decision: DecisionView.nullable(),
  handoff: HandoffView.nullable(),
  /** Posts of it that communications may draft a reply to. */
  replyReleases: z.array(
    z.object({ postId: Id, note: z.string(), releasedAt: Instant, releasedBy: PersonRef }),
  ),
  /** Other open cases that may tell of the same patient (same author, cluster or thread). */
  related: z.array(z.object({ id: Id, number: z.string(), why: z.string() })),
  mayUndo: z.object({ changeId: Id, what: z.string() }).nullable(),
})
export type CaseView = z.infer<typeof CaseView>
