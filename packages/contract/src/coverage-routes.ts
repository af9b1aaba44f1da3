import { z } from 'zod'
import {
  BalanceView,
  CountRow,
  GapView,
  NoticeView,
  PlatformView,
  PolicyView,
  ProgrammeBody,
  ProgrammeView,
  PurposeBody,
  QuarantineItem,
  RemovalView,
  SourceView,
} from './coverage.ts'
import { ById, Id, Reason, Receipt, route } from './route.ts'

const Secrets = z.record(z.string().max(100), z.string().min(1).max(10_000)).default({})
const SourceBody = z.object({
  platform: z.string().max(50),
  target: z.string().trim().max(2000).optional(),
  config: z.record(z.string(), z.unknown()).optional(),
  credentials: Secrets,
})

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
      /** What to do about it, in words. */
      advice: z.string().nullable(),
    }),
  }),
  pushAddress: route({
    method: 'POST',
    path: '/api/programmes/:id/sources/push-address',
    summary:
      'Where a platform would push to, and what it would prove itself with, before the source is there',
    needs: 'sources.change',
    params: ById,
    body: z.object({ platform: z.string().max(50), name: z.string().trim().min(1).max(200) }),
    ok: z.object({
      sourceId: Id,
      /** There is a source of this name already: what it verifies with is made anew. */
      known: z.boolean(),
      hook: z.string(),
      /** Secrets of our own choosing, to be given back when the source is added: the same until it is there. */
      made: z.record(z.string(), z.string()),
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
      notices: z.array(NoticeView.extend({ source: z.string() })),
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
  end: route({
    method: 'POST',
    path: '/api/sources/:id/end',
    summary: 'Listen to a source no more; what it brought stays under its terms',
    needs: 'sources.change',
    params: ById,
    body: z.object({ reason: Reason }),
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
  changeProgramme: route({
    method: 'PUT',
    path: '/api/programmes/:id/purpose',
    summary: 'Write anew why, where and by whom a programme listens',
    needs: 'programme.change',
    params: ById,
    body: PurposeBody.extend({ reason: Reason }),
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
