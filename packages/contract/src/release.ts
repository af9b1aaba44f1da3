import { z } from 'zod'
import { ById, Id, Instant, route } from './route.ts'
import { PersonRef } from './session.ts'

/** A post PV handed over for a reply that nobody has drafted yet. */
export const ReleaseSummary = z.object({
  id: Id,
  caseId: Id,
  caseNumber: z.string(),
  postId: Id,
  practice: z.boolean(),
  product: z.string(),
  platform: z.string(),
  lang: z.string(),
  /** What PV asks of the reply. */
  note: z.string(),
  releasedBy: PersonRef,
  releasedAt: Instant,
  /** Why its text is not shown yet; null where it may be read. */
  masked: z.enum(['awaiting triage']).nullable(),
})
export type ReleaseSummary = z.infer<typeof ReleaseSummary>
export const ReleaseView = ReleaseSummary.extend({
  text: z.string().nullable(),
  author: z.string().nullable(),
  postedAt: Instant.nullable(),
  receivedAt: Instant,
})
export type ReleaseView = z.infer<typeof ReleaseView>

export const releaseRoutes = {
  waiting: route({
    method: 'GET',
    path: '/api/releases',
    summary: 'Posts PV released for a reply that wait for a draft',
    needs: 'response.read',
    ok: z.object({ items: z.array(ReleaseSummary) }),
  }),
  released: route({
    method: 'GET',
    path: '/api/releases/:id',
    summary: 'One released post; its text once triaged, and every reading is an entry',
    needs: 'response.draft',
    params: ById,
    ok: ReleaseView,
  }),
}
