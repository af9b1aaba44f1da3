import type { SourceDeps } from '../adapter.ts'
import { pollSource } from '../poll/poll-source.ts'
import { sideBySide } from '../poll/side-by-side.ts'
import type { Batch, Source } from '../source.ts'
import { formatStanding, parseStanding } from './beside.ts'
import { Heard } from './heard.ts'
import { type JetstreamConfig, jetstreamSource } from './jetstream-source.ts'
import { type Missing, missingOf } from './missing.ts'
import { searchLane } from './search-lane.ts'
import { type SearchAt, SearchServer } from './search-server.ts'

export type NetworkConfig = {
  stream: JetstreamConfig
  /** Null where nothing is read back by search. */
  search: SearchAt | null
}

/**
 * The stream of the network, with beside it a search that reads back what the stream no longer holds. Neither waits for the other;
 * a gap and the place of its search are stored in one transaction, so that none is forgotten.
 */
export function blueskyNetwork({ stream, search }: NetworkConfig, deps: SourceDeps): Source {
  const { names = [], nowMs = Date.now } = deps
  const searched = search !== null && deps.http !== undefined && names.length > 0 && !deps.once
  if (!searched) return jetstreamSource(stream, deps)

  async function* read(signal: AbortSignal, cursor: string | null): AsyncGenerator<Batch> {
    const standing = parseStanding(cursor)
    const missing = new Map(standing.missing.map((one) => [one.lane, one]))
    const heard = new Heard()
    const server = new SearchServer(search as SearchAt, deps)
    const next = () => missing.values().next().value
    const lanes = [searchLane({ server, heard, held: deps.held, names, next })]
    const readers = sideBySide('bluesky', {
      stream: jetstreamSource({ ...stream, readBack: true }, deps),
      // That search fails is said of the gap it reads back, which is open already.
      search: pollSource({ platform: 'bluesky', lanes: () => lanes, gapAfterMs: Infinity }, deps),
    })
    const begin = JSON.stringify({ ...standing.others, stream: standing.stream })
    for await (const batch of readers.read(signal, begin)) {
      heard.note(batch)
      note(missing, batch, nowMs())
      const { stream: at = null, ...others } = JSON.parse(batch.cursor ?? '{}')
      yield { ...batch, cursor: formatStanding({ stream: at, others, missing: [...missing.values()] }) }
    }
  }
  return { platform: 'bluesky', read }
}

/** A gap to be read back is kept until there is final news of it. */
function note(missing: Map<string, Missing>, { gap, news = [] }: Batch, nowMs: number): void {
  const opened = gap ? missingOf(gap, nowMs) : null
  if (opened) missing.set(opened.lane, opened)
  for (const { lane, now } of news) if (now !== 'waiting') missing.delete(lane)
}
