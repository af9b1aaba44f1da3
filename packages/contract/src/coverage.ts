import { z } from 'zod'
import { Id, Instant } from './route.ts'

export const PolicyView = z.record(z.string(), z.unknown())
/** What a person should look at, though nothing is known to be lost. */
export const NoticeView = z.object({
  kind: z.enum(['push_refused', 'push_quiet', 'recheck_failing', 'recheck_overdue']),
  since: Instant,
  says: z.string(),
})
export type NoticeView = z.infer<typeof NoticeView>
export const SourceView = z.object({
  id: Id,
  name: z.string(),
  platform: z.string(),
  programme: z.object({ id: Id, name: z.string() }),
  practice: z.boolean(),
  state: z.enum(['draft', 'running', 'paused', 'ended']),
  acknowledgedBy: z.string().nullable(),
  acknowledgedAt: Instant.nullable(),
  lastSuccessAt: Instant.nullable(),
  lastError: z.string().nullable(),
  policy: PolicyView,
  today: z.object({
    offered: z.int(),
    unmatched: z.int(),
    duplicate: z.int(),
    stored: z.int(),
    rejected: z.int(),
  }),
  openGaps: z.int(),
  /** When the last good delivery was pushed; null where none was, or nothing is pushed. */
  lastPushAt: Instant.nullable(),
  notices: z.array(NoticeView),
})
export type SourceView = z.infer<typeof SourceView>
export const CountRow = z.object({
  sourceId: Id,
  source: z.string(),
  hour: Instant,
  offered: z.int(),
  unmatched: z.int(),
  duplicate: z.int(),
  stored: z.int(),
  rejected: z.int(),
  difference: z.int(),
})
export const StoredRow = z.object({
  sourceId: Id,
  source: z.string(),
  day: z.iso.date(),
  stored: z.int(),
  negative: z.int(),
  inReview: z.int(),
  decided: z.int(),
  quarantined: z.int(),
  erased: z.int(),
  waiting: z.int(),
  difference: z.int(),
})
export const GapView = z.object({
  id: Id,
  source: z.string(),
  /** The list the gap is in; empty where it is the whole source. */
  lane: z.string(),
  from: Instant,
  to: Instant.nullable(),
  reason: z.string(),
  state: z.enum(['open', 'filled', 'lost']),
  /** What is being done about it, or why it is lost. */
  doing: z.string(),
})
export type GapView = z.infer<typeof GapView>
const ForwardedSum = z.object({
  forwarded: z.int(),
  acked: z.int(),
  pending: z.int(),
  failed: z.int(),
  withdrawn: z.int(),
  difference: z.int(),
})
export const BalanceView = z.object({
  balanced: z.boolean(),
  offered: z.array(CountRow.omit({ hour: true }).extend({ day: z.iso.date() })),
  stored: z.array(StoredRow),
  forwarded: ForwardedSum,
  /** Practice cases apart, where the deployment holds real ones too. */
  forwardedPractice: ForwardedSum.nullable(),
  /** What was never offered: the sums say nothing about these stretches. */
  gaps: z.array(GapView),
})
export type BalanceView = z.infer<typeof BalanceView>
export const ProductBody = z.object({
  brand: z.string().trim().min(2).max(100),
  substance: z.string().trim().min(2).max(200),
  group: z.string().trim().max(100).optional(),
  own: z.boolean().default(true),
  names: z
    .array(
      z.object({
        name: z.string().trim().min(2).max(100),
        kind: z.enum(['brand', 'substance', 'alias', 'misspelling', 'slang', 'hashtag']),
        ambiguous: z.boolean().default(false),
      }),
    )
    .max(500)
    .default([]),
})
/** Day 0 is counted in this zone, so it must be one: an unknown zone would only fail when the first case opens. */
function isZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
export const ProgrammeBody = z.object({
  name: z.string().trim().min(3).max(200),
  objective: z.string().trim().min(10).max(4000),
  strategy: z.string().trim().min(10).max(4000),
  markets: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
  languages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
  responsible: z.array(z.string().trim().min(2)).min(1),
  receivingEntity: z.string().trim().min(2).max(200),
  receivingZone: z.string().max(100).refine(isZone, 'no IANA time zone, such as Europe/Berlin'),
  /** One for each platform that is answered on, words apart. */
  replyAccount: z.string().max(500).nullable().default(null),
  products: z.array(ProductBody).min(1).max(5000),
})
export type ProgrammeBody = z.infer<typeof ProgrammeBody>
/** As it is stored: one made elsewhere may still lack what a form would ask for. */
export const ProgrammeView = ProgrammeBody.extend({
  objective: z.string(),
  strategy: z.string(),
  markets: z.array(z.string()),
  languages: z.array(z.string()),
  responsible: z.array(z.string()),
  products: z.array(ProductBody),
  id: Id,
  kind: z.enum(['practice', 'live']),
  sources: z.int(),
  createdAt: Instant,
})
export type ProgrammeView = z.infer<typeof ProgrammeView>
/** What of a programme may be written anew: why, where and by whom it listens. */
export const PurposeBody = ProgrammeBody.pick({
  objective: true,
  strategy: true,
  markets: true,
  languages: true,
  responsible: true,
})
export type PurposeBody = z.infer<typeof PurposeBody>
export const QuarantineItem = z.object({
  postId: Id,
  platform: z.string(),
  source: z.string(),
  attempts: z.int(),
  lastError: z.string().nullable(),
  since: Instant,
  practice: z.boolean(),
})

const Named = z.object({ name: z.string(), label: z.string() })
const Field = z.object({
  name: z.string(),
  label: z.string(),
  hint: z.string(),
  required: z.boolean(),
  /** Among the settings few change. */
  more: z.boolean(),
  /** What holds where nothing is answered. */
  preset: z.unknown(),
})
const plainInputs = [
  z.object({ kind: z.literal('text') }),
  z.object({
    kind: z.literal('number'),
    whole: z.boolean(),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  z.object({ kind: z.literal('yes_no') }),
  z.object({ kind: z.literal('one_of'), options: z.array(z.string()) }),
  z.object({ kind: z.literal('some_of'), options: z.array(z.string()) }),
  z.object({ kind: z.literal('list'), of: z.enum(['text', 'number']), most: z.number().nullable() }),
] as const
const PlainField = Field.extend({ input: z.discriminatedUnion('kind', plainInputs) })
const Group = z.object({ kind: z.literal('group'), fields: z.array(PlainField) })
/** One question of the form that configures a source. */
export const FieldView = Field.extend({ input: z.discriminatedUnion('kind', [...plainInputs, Group]) })
export type FieldView = z.infer<typeof FieldView>
/** A platform as the set-up of a source needs it. */
export const PlatformView = z.object({
  platform: z.string(),
  policy: PolicyView,
  /** What a person accepts by name. */
  statement: z.string(),
  /** What a target is called on this platform; null where there is none. */
  target: z.string().nullable(),
  fields: z.array(FieldView),
  /** One sentence on money, with the settings nobody changed; null where reading costs nothing. */
  cost: z.string().nullable(),
  /** True where the platform can push to an address of ours. */
  pushes: z.boolean(),
  /**
   * Where it would push to is known beforehand. `subscribes`: Hark asks hubs for it, once the address stands in the settings; else a
   * person enters it at the platform, which may have it `checked` at once. Null where nothing is pushed.
   */
  pushAddress: z.object({ checked: z.boolean(), subscribes: z.boolean() }).nullable(),
  credentials: z.array(Named.extend({ optional: z.boolean() })),
  /** `issued` by the platform, or of our own choosing: then one is made where none is given. */
  hookSecrets: z.array(Named.extend({ issued: z.boolean() })),
  needsPermission: z.boolean(),
})
export type PlatformView = z.infer<typeof PlatformView>
export const RemovalView = z.object({
  postId: Id,
  platform: z.string(),
  source: z.string(),
  storedAt: Instant,
  removedAt: Instant.nullable(),
  erasedAt: Instant.nullable(),
  reducedAt: Instant.nullable(),
  steps: z.array(
    z.object({
      act: z.string(),
      why: z.string(),
      ground: z.string().nullable(),
      permissionReference: z.string().nullable(),
      at: z.string(),
      entryId: Id,
      leafIndex: z.int().nullable(),
    }),
  ),
  /** What signed decisions quoted of it, by the field that is committed to. */
  words: z.array(
    z.object({
      decisionId: Id,
      caseNumber: z.string(),
      field: z.string(),
      state: z.enum(['held', 'erased', 'missing']),
      erasedAt: z.string().nullable(),
      entryId: Id.nullable(),
      leafIndex: z.int().nullable(),
    }),
  ),
  copies: z.record(z.string(), z.union([z.boolean(), z.int()])),
})
export type RemovalView = z.infer<typeof RemovalView>
