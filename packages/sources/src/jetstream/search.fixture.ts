import { type Exchange, playCassettes } from '@hark/testkit/cassettes'
import { pollSource } from '../poll/poll-source.ts'
import { means } from '../recorded.fixture.ts'
import type { Batch } from '../source.ts'
import { type Habits, lexiconContract, searching, type View, views } from './app-view.fixture.ts'
import { Heard } from './heard.ts'
import type { Missing } from './missing.ts'
import { type SearchLane, searchLane } from './search-lane.ts'
import { SearchServer } from './search-server.ts'

/** Tests only: a gap of some hours, and its reading back from an AppView. */
export const start = Date.UTC(2026, 10, 22, 12)
export const hour = 3_600_000
export const missed: Missing = {
  lane: 'search:1',
  fromMs: start - 9 * hour,
  toMs: start - 3 * hour,
  sinceMs: start,
}
/** `count` posts over the missed hours, newest first. */
export const within = (count: number, word?: string) =>
  views(count, (n) => missed.toMs - 1 - Math.floor((n * 6 * hour) / count), word)
export const uris = (list: readonly View[]) => list.map(({ uri }) => uri).sort()

type Options = Partial<SearchLane> & {
  secrets?: Record<string, string>
  recorded?: Exchange[]
  habits?: Habits
  gaps?: Missing[]
  hours?: number
  cursor?: string | null
}

/** Reads gaps back from an AppView that holds `held`, until there is final news of each. */
export async function readBack(held: readonly View[], options: Options = {}) {
  const { habits, gaps = [missed], hours = 48, cursor = null, secrets = {}, recorded = [], ...lane } = options
  const player = await playCassettes(recorded, { live: searching(held, habits), contract: lexiconContract })
  const { deps, stop, signal, time } = means(player, start, hours * hour)
  const server = new SearchServer({ host: player.origin, service: player.origin }, { ...deps, secrets })
  const left = [...gaps]
  const search = { server, heard: new Heard(), names: ['Zolvara'], next: () => left[0], ...lane }
  const source = pollSource(
    { platform: 'bluesky', lanes: () => [searchLane(search)], gapAfterMs: Infinity },
    deps,
  )
  const run = async () => {
    const batches: Batch[] = []
    for await (const batch of source.read(signal, cursor)) {
      batches.push(batch)
      for (const { now } of batch.news ?? []) if (now !== 'waiting') left.shift()
      if (left.length === 0) stop.abort()
    }
    return {
      cursor: batches.at(-1)?.cursor ?? null,
      cursors: batches.map((batch) => batch.cursor),
      uris: batches.flatMap(({ posts }) => posts.map(({ externalId }) => externalId)).sort(),
      posts: batches.flatMap(({ posts }) => posts),
      news: batches.flatMap(({ news = [] }) => news.map(({ lane, now, reason }) => [lane, now, reason])),
      removals: batches.flatMap(({ removals }) => removals),
      rejected: batches.flatMap(({ rejected }) => rejected),
      gaps: batches.flatMap(({ gap = [] }) => gap),
    }
  }
  return { player, run, time, left }
}
