import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Lane, Page } from '../poll/lane.ts'
import { newestFirst } from '../poll/newest-first.ts'
import { type Trouble, troubleOf } from '../trouble.ts'
import { foundPage, marginMs, type Search } from './found-page.ts'
import type { Missing } from './missing.ts'

/** How far the reading back of a gap has come. `okMs`: when search last answered; `told`: the trouble people see. */
const Place = z.object({
  lane: z.string(),
  names: z.string(),
  at: z.int().nonnegative(),
  untilMs: z.number(),
  pages: z.int().nonnegative(),
  cut: z.boolean(),
  okMs: z.number(),
  told: z.string().nullable(),
})
type Place = z.infer<typeof Place>

export type SearchLane = Search & {
  /** What the programme calls its products: one search each. */
  names: readonly string[]
  /** The next gap to read back, if any. */
  next: () => Missing | undefined
  /** Pages of one name: what lies beyond is lost. */
  maxPages?: number
  /** A search that answers nothing for so long is given up. */
  patienceMs?: number
  /** The index lags behind the stream: a gap is left alone for so long after its end. */
  lateMs?: number
  everyMs?: number
}

/** Reads gaps of the stream back, one after another, by one search a product name; each ends filled, or lost with its reason. */
export function searchLane(search: SearchLane): Lane {
  return {
    key: 'search',
    everyMs: search.everyMs ?? 30_000,
    async *walk(cursor, signal) {
      const { server, lateMs = 60_000 } = search
      const ready = (gap: Missing | undefined) => gap !== undefined && server.nowMs >= gap.toMs + lateMs
      for (let gap = search.next(); gap !== undefined && ready(gap); gap = search.next())
        yield* readBack(gap, placeIn(cursor, gap, search), search, signal)
    },
  }
}

async function* readBack(
  gap: Missing,
  begun: Place,
  search: SearchLane,
  signal: AbortSignal,
): AsyncGenerator<Page, void> {
  let place = begun
  try {
    while (place.at < search.names.length) {
      for await (const [page, reached] of pagesOf(gap, place, search, signal)) {
        place = reached
        yield { ...page, cursor: JSON.stringify(place) }
      }
      place = { ...place, at: place.at + 1, untilMs: gap.toMs + marginMs, pages: 0 }
    }
  } catch (error) {
    if (signal.aborted) return
    yield* waitOrGiveUp(gap, place, troubleOf(error), search)
    return
  }
  yield ended(gap, place, place.cut ? 'search.page_limit' : null)
}

/** Pages of one name, newest first, each with the place it leads to. */
async function* pagesOf(
  gap: Missing,
  from: Place,
  search: SearchLane,
  signal: AbortSignal,
): AsyncGenerator<[Page, Place], void> {
  const { names, maxPages = 100, server } = search
  let { untilMs } = from
  const list = {
    page: async (next: string | null) => {
      const name = names[from.at] as string
      const found = await foundPage(search, gap, name, { untilMs: from.untilMs, next }, signal)
      untilMs = found.untilMs
      return found
    },
    overlapMs: 0,
    maxPages: Math.max(1, maxPages - from.pages),
    nowMs: () => server.nowMs,
  }
  let place = from
  for await (const { gap: beyond, ...page } of newestFirst(
    list,
    JSON.stringify({ markMs: gap.fromMs - marginMs }),
    signal,
  )) {
    const cut = place.cut || beyond !== undefined
    place = { ...place, untilMs, pages: place.pages + 1, cut, okMs: server.nowMs, told: null }
    yield [page, place]
  }
}

/** The gap says what its search waits for; a search that has been in vain for too long is lost, and says so too. */
async function* waitOrGiveUp(
  gap: Missing,
  place: Place,
  trouble: Trouble,
  search: SearchLane,
): AsyncGenerator<Page, void> {
  const { patienceMs = 86_400_000, server } = search
  const reason = `search.${trouble.code}`
  if (trouble.kind === 'gone' || server.nowMs - place.okMs > patienceMs) {
    yield ended(gap, place, reason)
    return
  }
  // Our own allowance is no trouble: it only takes longer.
  if (place.told !== reason && trouble.code !== 'budget.spent')
    yield {
      posts: [],
      cursor: JSON.stringify({ ...place, told: reason }),
      news: [{ lane: gap.lane, now: 'waiting', reason }],
    }
  throw trouble
}

function ended(gap: Missing, place: Place, lost: string | null): Page {
  const now = lost === null ? 'filled' : 'lost'
  return { posts: [], cursor: JSON.stringify(place), news: [{ lane: gap.lane, now, reason: lost ?? '' }] }
}

/** The place kept for this gap and these names; other names are other searches. */
function placeIn(cursor: string | null, gap: Missing, { names }: SearchLane): Place {
  const hash = createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 12)
  const fresh = { at: 0, untilMs: gap.toMs + marginMs, pages: 0, cut: false, okMs: gap.sinceMs, told: null }
  try {
    const kept = Place.parse(JSON.parse(cursor ?? ''))
    if (kept.lane === gap.lane && kept.names === hash) return kept
  } catch {
    // Nothing was kept: from the beginning.
  }
  return { lane: gap.lane, names: hash, ...fresh }
}
