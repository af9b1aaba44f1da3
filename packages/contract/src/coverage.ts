import { z } from 'zod'
import { ById, Id, Instant, Reason, Receipt, route } from './route.ts'

export const PolicyView = z.record(z.string(), z.unknown())
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
export const BalanceView = z.object({
  balanced: z.boolean(),
  offered: z.array(CountRow.omit({ hour: true }).extend({ day: z.iso.date() })),
  stored: z.array(StoredRow),
  forwarded: z.object({
    forwarded: z.int(),
    acked: z.int(),
    pending: z.int(),
    failed: z.int(),
    withdrawn: z.int(),
    difference: z.int(),
  }),
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
  replyAccount: z.string().max(200).nullable().default(null),
  products: z.array(ProductBody).min(1).max(5000),
})
export type ProgrammeBody = z.infer<typeof ProgrammeBody>
export const ProgrammeView = ProgrammeBody.extend({
  id: Id,
  kind: z.enum(['practice', 'live']),
  sources: z.int(),
  createdAt: Instant,
})
export type ProgrammeView = z.infer<typeof ProgrammeView>
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
/** A platform as the set-up of a source needs it. */
export const PlatformView = z.object({
  platform: z.string(),
  policy: PolicyView,
  /** What a person accepts by name. */
  statement: z.string(),
  /** What a target is called on this platform; null where there is none. */
  target: z.string().nullable(),
  credentials: z.array(Named.extend({ optional: z.boolean() })),
  hookSecrets: z.array(Named),
  needsPermission: z.boolean(),
})
export type PlatformView = z.infer<typeof PlatformView>
const Secrets = z.record(z.string().max(100), z.string().min(1).max(10_000)).default({})
const SourceBody = z.object({
  platform: z.string().max(50),
  target: z.string().trim().max(2000).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  credentials: Secrets,
})
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
  copies: z.record(z.string(), z.union([z.boolean(), z.int()])),
})
export type RemovalView = z.infer<typeof RemovalView>

export const coverageRoutes = {
  platforms: route({
    method: 'GET',
    path: '/api/platforms',
    summary: 'What can be listened to, under which terms, and what each asks for',
    needs: 'sources.read',
    ok: z.object({ items: z.array(PlatformView) }),
  }),
  sample: route({
    method: 'POST',
    path: '/api/sources/sample',
    summary: 'What a source would bring, read once and not stored; tests its credentials',
    needs: 'sources.change',
    body: SourceBody,
    ok: z.object({
      posts: z.array(
        z.object({
          externalId: z.string(),
          text: z.string(),
          lang: z.string().nullable(),
          postedAt: z.string().nullable(),
          url: z.string().nullable(),
        }),
      ),
      rejected: z.int(),
      cost: z.string().nullable(),
      /** Why it could not be read, as a code; null where it could. */
      trouble: z.string().nullable(),
    }),
  }),
  addSource: route({
    method: 'POST',
    path: '/api/programmes/:id/sources',
    summary: 'Listen to a source: its terms are accepted by name',
    needs: 'sources.change',
    params: ById,
    body: SourceBody.extend({
      name: z.string().trim().min(1).max(200).optional(),
      hookSecrets: Secrets,
      permissionReference: z.string().trim().max(500).nullable().default(null),
      acknowledge: z.string().trim().min(3).max(200),
    }),
    ok: z.object({
      sourceId: Id,
      /** Where the platform is to push; null where it does not. */
      hook: z.string().nullable(),
      /** Secrets that were made because none were given, shown once. */
      made: z.record(z.string(), z.string()),
      receipt: Receipt,
    }),
  }),
  removal: route({
    method: 'GET',
    path: '/api/removals/:id',
    summary: 'The proof of a deletion: each version of a post, what befell it and what copies are left',
    needs: 'audit.read',
    params: z.object({ id: z.string().min(1).max(2000) }),
    ok: z.object({ items: z.array(RemovalView) }),
  }),
  sources: route({
    method: 'GET',
    path: '/api/sources',
    summary: 'Sources with health, policy and counts',
    needs: 'sources.read',
    ok: z.object({ items: z.array(SourceView) }),
  }),
  coverage: route({
    method: 'GET',
    path: '/api/coverage',
    summary: 'Offered = unmatched + duplicate + stored + rejected, per source and hour, with gaps',
    needs: 'sources.read',
    query: z.object({
      source: Id.optional(),
      hours: z.coerce
        .number()
        .int()
        .min(1)
        .max(24 * 31)
        .default(48),
    }),
    ok: z.object({
      rows: z.array(CountRow),
      gaps: z.array(GapView),
    }),
  }),
  balance: route({
    method: 'GET',
    path: '/api/balance',
    summary: 'The three sums that must be zero',
    needs: 'sources.read',
    ok: BalanceView,
  }),
  pause: route({
    method: 'POST',
    path: '/api/sources/:id/pause',
    summary: 'Stop reading a source; the gap is recorded',
    needs: 'sources.change',
    params: ById,
    body: z.object({ reason: Reason }),
    ok: Receipt,
  }),
  resume: route({
    method: 'POST',
    path: '/api/sources/:id/resume',
    summary: 'Read a paused source on from its cursor',
    needs: 'sources.change',
    params: ById,
    body: z.object({}),
    ok: Receipt,
  }),
  quarantine: route({
    method: 'GET',
    path: '/api/quarantine',
    summary: 'Posts that could not be processed; their clocks run',
    needs: 'sources.read',
    ok: z.object({ items: z.array(QuarantineItem) }),
  }),
  retry: route({
    method: 'POST',
    path: '/api/quarantine/:id/retry',
    summary: 'Process a quarantined post again',
    needs: 'quarantine.release',
    params: ById,
    body: z.object({}),
    ok: Receipt,
  }),
  programmes: route({
    method: 'GET',
    path: '/api/programmes',
    summary: 'Programmes: people, objective, strategy, products',
    needs: 'sources.read',
    ok: z.object({ items: z.array(ProgrammeView) }),
  }),
  createProgramme: route({
    method: 'POST',
    path: '/api/programmes',
    summary: 'Create a live programme',
    needs: 'programme.change',
    body: ProgrammeBody,
    ok: z.object({ programme: ProgrammeView, receipt: Receipt }),
  }),
  livePolicy: route({
    method: 'GET',
    path: '/api/live/bluesky',
    summary: 'What going live on Bluesky means: terms and duties to acknowledge by name',
    needs: 'sources.read',
    ok: z.object({ policy: PolicyView, statement: z.string() }),
  }),
  goLive: route({
    method: 'POST',
    path: '/api/programmes/:id/live',
    summary: 'Start listening to real people: one deliberate act',
    needs: 'sources.change',
    params: ById,
    body: z.object({ platform: z.literal('bluesky'), acknowledge: z.string().trim().min(3).max(200) }),
    ok: Receipt,
  }),
}
