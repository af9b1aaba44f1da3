import { z } from 'zod'
import { ById, Id, route, Sha256 } from './route.ts'

const Edition = z.object({ version: z.string(), sha256: Sha256 })
/** A term of the organisation's own licensed dictionary, as shown to a person; never part of a record. */
const LltView = z.object({
  code: z.string(),
  name: z.string(),
  ptCode: z.string(),
  ptName: z.string(),
  socCode: z.string(),
  socName: z.string(),
})

/** Both lists are ordered by the score they show, 0 … 1, best first. */
export const ConceptsView = z.object({
  open: Edition.extend({
    ranked: z.array(z.object({ id: z.string(), name: z.string(), score: z.number() })),
  }),
  /** Null where no directory is set; `trouble` where one is and cannot be read. */
  meddra: z
    .union([
      Edition.extend({
        language: z.string(),
        ranked: z.array(LltView.extend({ score: z.number(), via: z.string().nullable() })),
      }),
      z.object({ trouble: z.string() }),
    ])
    .nullable(),
})
export type ConceptsView = z.infer<typeof ConceptsView>

export const TermView = z.object({
  /** Null where the code is of another edition than the one at hand, or no dictionary is. */
  term: LltView.extend({ current: z.boolean() }).nullable(),
})
export type TermView = z.infer<typeof TermView>

export const conceptRoutes = {
  rank: route({
    method: 'GET',
    path: '/api/cases/:id/concepts',
    summary: 'Concepts that words of a post of this case may mean, best first; a person chooses',
    needs: 'queue.read',
    params: ById,
    // Places, not words: what a post says is no part of an address.
    query: z.object({ post: Id, start: z.coerce.number().int().min(0), end: z.coerce.number().int().min(1) }),
    ok: ConceptsView,
  }),
  term: route({
    method: 'GET',
    path: '/api/concepts/meddra/:code',
    summary: 'A term of the loaded MedDRA release by its code, for whom a record with the code is shown',
    needs: 'queue.read',
    params: z.object({ code: z.string().regex(/^\d{1,8}$/) }),
    query: z.object({ version: z.string().max(20), sha256: Sha256 }),
    ok: TermView,
  }),
}
