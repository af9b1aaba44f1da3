import { httpOf, type SourceDeps } from '../adapter.ts'
import type { Lane } from '../poll/lane.ts'
import { pollSource } from '../poll/poll-source.ts'
import { sideBySide } from '../poll/side-by-side.ts'
import type { Batch, Source } from '../source.ts'
import { formatStanding, parseStanding } from './beside.ts'
import type { Labeler } from './config.ts'
import { Heard } from './heard.ts'
import { type JetstreamConfig, jetstreamSource } from './jetstream-source.ts'
import { labelLane } from './label-lane.ts'
import { type Missing, missingOf } from './missing.ts'
import { searchLane } from './search-lane.ts'
import { type SearchAt, SearchServer } from './search-server.ts'

export type NetworkConfig = {
  stream: JetstreamConfig
  /** Null where nothing is read back by search. */
  search: SearchAt | null
  /** Moderation services whose labels are believed. */
  labelers: readonly Labeler[]
}

/**
 * The stream of the network; beside it a search that reads back what the stream no longer holds, and the labels of its moderators. None
 * waits for another; a gap and the place of its search are stored in one transaction, so that none is forgotten.
 */
export function blueskyNetwork({ stream, search, labelers }: NetworkConfig, deps: SourceDeps): Source {
  const { names = [], nowMs = Date.now, once = false } = deps
  const searched = !once && deps.http !== undefined && names.length > 0 ? search : null
  const labelled = once ? [] : labelers
  if (searched === null && labelled.length === 0) return jetstreamSource(stream, deps)

  async function* read(signal: AbortSignal, cursor: string | null): AsyncGenerator<Batch> {
    const standing = parseStanding(cursor)
    const missing = new Map(standing.missing.map((one) => [one.lane, one]))
    const heard = new Heard()
    const next = () => missing.values().next().value
    const lane = (at: SearchAt) =>
      searchLane({
        server: new SearchServer(at, deps),
        heard,
        held: deps.held,
        labelers: labelled.map(({ did }) => did),
        names,
        next,
      })
    const readers = sideBySide('bluesky', {
      stream: jetstreamSource({ ...stream, readBack: searched !== null }, deps),
      // That search fails is said of the gap it reads back, which is open already.
      ...(searched && { search: polled([lane(searched)], deps, Infinity) }),
      ...Object.fromEntries(labelled.map((one) => labelReader(one, nowMs, deps))),
    })
    const begin = JSON.stringify({ ...standing.others, stream: standing.stream })
    for await (const batch of readers.read(signal, begin)) {
      const hidden = heard.labelled(batch.posts, new Date(nowMs()).toISOString())
      heard.note(batch)
      note(missing, batch, nowMs())
      const { stream: at = null, ...others } = JSON.parse(batch.cursor ?? '{}')
      const cursor = formatStanding({ stream: at, others, missing: [...missing.values()] })
      yield { ...batch, removals: [...hidden, ...batch.removals], cursor }
    }
  }
  return { platform: 'bluesky', read }
}

const polled = (lanes: Lane[], deps: SourceDeps, gapAfterMs = 600_000) =>
  pollSource({ platform: 'bluesky', lanes: () => lanes, gapAfterMs }, deps)

function labelReader(labeler: Labeler, nowMs: () => number, deps: SourceDeps): [string, Source] {
  const lane = labelLane({ ...labeler, http: httpOf(deps), nowMs })
  return [lane.key, polled([lane], deps)]
}

/** A gap to be read back is kept until there is final news of it. */
function note(missing: Map<string, Missing>, { gap, news = [] }: Batch, nowMs: number): void {
  const opened = gap ? missingOf(gap, nowMs) : null
  if (opened) missing.set(opened.lane, opened)
  for (const { lane, now } of news) if (now !== 'waiting') missing.delete(lane)
}
