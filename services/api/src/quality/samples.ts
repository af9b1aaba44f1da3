import type { SampledProgramme, SampleView } from '@hark/contract'
import { databaseNow, listSamples, type SampleRow } from '@hark/db'
import {
  estimateSample,
  nextDraw,
  type Programme,
  RECALL_TARGET,
  samplePlans,
  stratumElusion,
} from '@hark/domain'
import type { ApiContext } from '../context.ts'

/** Every programme with its samples and what they say of what was missed. */
export async function readSamples(ctx: ApiContext) {
  const now = await databaseNow(ctx.db)
  const programmes = await ctx.db
    .selectFrom('programme')
    .select(['id', 'name', 'kind'])
    .orderBy('kind')
    .orderBy('name')
    .execute()
  return {
    recallTarget: RECALL_TARGET,
    programmes: programmes.map((p) => viewProgramme({ ...p, kind: p.kind as Programme['kind'] }, now)),
    items: (await listSamples(ctx.db)).map(viewSample),
  }
}

function viewProgramme(p: Pick<Programme, 'id' | 'name' | 'kind'>, now: string): SampledProgramme {
  const plan = samplePlans[p.kind]
  const { elusion, confidence } = plan
  return {
    id: p.id,
    name: p.name,
    practice: p.kind === 'practice',
    nextDraw: nextDraw(plan, now),
    shows: { elusion, confidence },
  }
}

export function viewSample({ strata, ...row }: SampleRow): SampleView {
  return {
    ...row,
    ...estimateSample(strata, row.confirmed),
    posts: strata.reduce((sum, s) => sum + s.posts, 0),
    strata: strata.map((s) => ({ ...s, elusion: stratumElusion(s) })),
  }
}
