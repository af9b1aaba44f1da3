import { z } from 'zod'
import type { Page } from '../poll/lane.ts'
import { clockSkewMs } from '../poll/newest-first.ts'
import { Trouble } from '../trouble.ts'
import { itemsOf } from './listed.ts'
import type { ListAnswer } from './shape.ts'
import { idAt, laterId, timeOf } from './snowflake.ts'

/** `since`: read through to this id. While a walk is under way, `top` is the newest id it met and `next` its place. */
const Mark = z.object({
  since: z.string().nullable(),
  top: z.string().nullable(),
  next: z.string().nullable(),
})
type Mark = z.infer<typeof Mark>

export type Asking = { since: string | null; next: string | null }

export type SinceWalk = {
  page: (asking: Asking) => Promise<ListAnswer>
  nowMs: () => number
  /** X lists this far back in time and no further; what is older is lost. */
  reachMs?: number
  /** X lists so many items and no more. */
  mostItems?: number
}

/** X indexes some posts late: each walk begins this much before the last one's newest. */
const overlapMs = 30_000
/** More than a month's reads: a list this long does not end. */
const endless = 30_000

/**
 * A list that is asked for what is newer than an id, newest first. The place within a walk is kept too, so that one cut short goes
 * on where it was, and nothing is paid for twice.
 */
export async function* sinceWalk(list: SinceWalk, cursor: string | null): AsyncGenerator<Page, void> {
  const begun = markOf(cursor)
  // A place within a list belongs to the question it was given for.
  const { since, gap } =
    begun.next === null ? reachable(begun.since, list) : { since: begun.since, gap: null }
  let { top, next } = begun
  let [items, oldest] = [0, null as string | null]
  const asked = new Set<string>()
  if (gap) yield { posts: [], cursor: format({ since, top, next }), gap }
  for (;;) {
    const answer = await listed(list, { since, next }, asked.size === 0)
    if (answer === null) {
      next = null
      asked.add('')
      continue
    }
    const page = itemsOf(answer.data ?? [], answer.includes, new Date(list.nowMs()).toISOString())
    const ids = page.posts.map(({ revision, externalId }) => revision || externalId)
    top = ids.reduce(laterId, top)
    oldest = ids.reduce((a, b) => (a === null || BigInt(b) < BigInt(a) ? b : a), oldest)
    items += answer.data?.length ?? 0
    next = answer.meta?.next_token ?? null
    const done = next === null || begun.since === null
    const horizon = done && begun.since !== null && items >= (list.mostItems ?? Number.POSITIVE_INFINITY)
    const missed = horizon ? lost(since, oldest) : null
    // An empty list is read through to now, and the next walk reads all that came since.
    const read = top ?? begun.since ?? idAt(list.nowMs() - clockSkewMs)
    const mark = done ? { since: read, top: null, next: null } : { since, top, next }
    yield { ...page, cursor: format(mark), ...(missed && { gap: missed }) }
    if (done) return
    const wrong = wrongWith(asked, next as string, ids, since)
    if (wrong) {
      // The next walk begins at the top: a kept place within a circle would never leave it.
      yield { posts: [], cursor: format({ since: begun.since, top, next: null }) }
      throw new Trouble('malformed', wrong)
    }
    asked.add(next as string)
  }
}

function wrongWith(asked: ReadonlySet<string>, next: string, ids: readonly string[], since: string | null) {
  if (asked.has(next)) return 'list.loops'
  return asked.size > endless / 100 || isPast(ids, since) ? 'list.endless' : null
}

/** Pages that hold nothing newer than what was asked for, and go on. */
const isPast = (ids: readonly string[], since: string | null) =>
  since !== null && ids.length > 0 && ids.every((id) => BigInt(id) <= BigInt(since))

/** A kept place that X no longer knows is answered 400: null, and the walk starts at the top again. */
async function listed(list: SinceWalk, asking: Asking, first: boolean): Promise<ListAnswer | null> {
  try {
    return await list.page(asking)
  } catch (error) {
    const stale = first && asking.next !== null && error instanceof Trouble && error.kind === 'malformed'
    if (!stale) throw error
    return null
  }
}

/** From where the list can be read: a little before the mark, yet no further back than X goes. */
function reachable(mark: string | null, { reachMs, nowMs }: SinceWalk) {
  if (mark === null) return { since: null, gap: null }
  const markMs = timeOf(mark)
  if (markMs === null) return { since: mark, gap: null }
  const edgeMs = reachMs === undefined ? Number.NEGATIVE_INFINITY : nowMs() - reachMs
  if (markMs >= edgeMs) return { since: idAt(Math.max(markMs - overlapMs, edgeMs)), gap: null }
  return { since: idAt(edgeMs), gap: lost(mark, idAt(edgeMs)) }
}

function lost(from: string | null, to: string | null): Page['gap'] | null {
  const [fromMs, toMs] = [from, to].map((id) => (id === null ? null : timeOf(id)))
  if (fromMs == null || toMs == null || fromMs >= toMs) return null
  const [start, end] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  return { from: start, to: end, reason: 'list.horizon', state: 'lost' }
}

const format = (mark: Mark) => JSON.stringify(mark)

function markOf(cursor: string | null): Mark {
  try {
    return Mark.parse(JSON.parse(cursor ?? ''))
  } catch {
    return { since: null, top: null, next: null }
  }
}
