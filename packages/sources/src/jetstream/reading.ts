import type { Post, Removal } from '@hark/domain'
import { safeFetch } from '../fetch/safe-fetch.ts'
import type { Batch, SourceState } from '../source.ts'
import { type JetstreamConfig, type JetstreamDeps, jetstreamSource } from './jetstream-source.ts'

export type Collected = {
  batches: Batch[]
  posts: Post[]
  removals: Removal[]
  states: SourceState[]
  offered: number
  gaps: NonNullable<Batch['gap']>[]
}

const still: JetstreamDeps = {
  sleep: async () => undefined,
  random: () => 0,
  nowMs: () => Date.UTC(2026, 10, 22),
}

/** Tests only: reads as an ingest would, each batch taken before the next is asked for, until `enough`. */
export async function collect(
  config: JetstreamConfig,
  enough: (collected: Collected) => boolean,
  cursor: string | null = null,
  deps: JetstreamDeps = {},
): Promise<Collected> {
  const collected: Collected = { batches: [], posts: [], removals: [], states: [], offered: 0, gaps: [] }
  const stop = new AbortController()
  const onState = (state: SourceState) => {
    collected.states.push(state)
    if (enough(collected)) stop.abort()
  }
  const http = safeFetch({ allow: config.urls.map((url) => new URL(url).host) })
  const settings = { lingerMs: 5, pingMs: 1_000, ...config }
  const source = jetstreamSource(settings, { ...still, http, ...deps, onState })
  for await (const batch of source.read(stop.signal, cursor)) {
    collected.batches.push(batch)
    collected.posts.push(...batch.posts)
    collected.removals.push(...batch.removals)
    collected.offered += batch.offered
    if (batch.gap) collected.gaps.push(batch.gap)
    if (enough(collected)) stop.abort()
  }
  return collected
}
