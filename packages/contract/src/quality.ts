import { languageGroups, scoreBands } from '@hark/domain'
import { z } from 'zod'
import { Id, Instant, route, Sha256 } from './route.ts'

/** A share with its two-sided 95 % interval. */
export const EstimateView = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type EstimateView = z.infer<typeof EstimateView>

const Counts = z.object({
  drawn: z.int(),
  missed: z.int(),
  pending: z.int(),
  /** Deleted before anybody decided on them. */
  withdrawn: z.int(),
})

export const StratumView = Counts.extend({
  language: z.enum(languageGroups),
  band: z.enum(scoreBands),
  /** Non-flags of the period in this stratum. */
  posts: z.int(),
  clear: z.int(),
  elusion: EstimateView.nullable(),
})
export type StratumView = z.infer<typeof StratumView>

export const SampleView = Counts.extend({
  id: Id,
  programmeId: Id,
  from: Instant,
  to: Instant,
  drawnAt: Instant,
  seed: z.string(),
  frameSha256: Sha256,
  /** What judged the posts. */
  model: z.string(),
  posts: z.int(),
  /** Not flagged, and gone before the draw: the estimate does not speak of them. */
  gone: z.int(),
  reviewed: z.int(),
  /** Flagged posts of the period a person confirmed, and those not decided on yet. */
  confirmed: z.int(),
  undecided: z.int(),
  elusion: EstimateView.nullable(),
  recall: EstimateView.nullable(),
  strata: z.array(StratumView),
})
export type SampleView = z.infer<typeof SampleView>

export const SampledProgramme = z.object({
  id: Id,
  name: z.string(),
  practice: z.boolean(),
  /** From when on the sample of the period that runs now is drawn. */
  nextDraw: Instant,
  /** What a sample without a miss shows: elusion of at most this, with this confidence. */
  shows: z.object({ elusion: z.number(), confidence: z.number() }),
})
export type SampledProgramme = z.infer<typeof SampledProgramme>

export const qualityRoutes = {
  samples: route({
    method: 'GET',
    path: '/api/quality/samples',
    summary: 'What detection missed, estimated from samples of what it did not flag, newest first',
    needs: 'quality.read',
    ok: z.object({
      recallTarget: z.number(),
      programmes: z.array(SampledProgramme),
      items: z.array(SampleView),
    }),
  }),
}
