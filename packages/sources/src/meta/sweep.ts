import { z } from 'zod'
import { Circle, keysOf } from '../poll/circle.ts'
import type { Lane, Page } from '../poll/lane.ts'
import type { Listed } from '../poll/newest-first.ts'

/** A post that may have comments under it. `count` null where the platform does not say how many. */
export type Commented = { id: string; postedMs: number | null; count: number | null }
export type Swept = {
  key: string
  everyMs: number
  nowMs: () => number
  /** Comments under posts of this many days are followed. */
  followDays: number
  posts: (next: string | null, signal: AbortSignal) => Promise<Listed & { commented: Commented[] }>
  comments?: (postId: string, next: string | null, signal: AbortSignal) => Promise<Listed>
  /** A new answer does not bring its comment to the top: all comments under a post are read. */
  answersStay?: boolean
}

const Mark = z.object({ count: z.number().nullable(), markMs: z.number(), askedMs: z.number() })
const Kept = z.object({ readMs: z.number().nullable(), marks: z.record(z.string(), Mark) })
type Kept = z.infer<typeof Kept>

const dayMs = 86_400_000
/** Comments held for a while are shown with their first time. */
const overlapMs = 3_600_000
const maxPages = 50

/**
 * Goes over the posts of the last days, and the comments under each that may have new ones: young posts always, older ones when
 * their number changed, each once a day (one gone and one come leave the number as it was).
 */
export function sweepLane(swept: Swept): Lane {
  const { key, everyMs } = swept
  return { key, everyMs, walk: (cursor, signal) => walk(swept, keptOf(cursor), signal) }
}

async function* walk(swept: Swept, kept: Kept, signal: AbortSignal): AsyncGenerator<Page, void> {
  const { nowMs, posts } = swept
  const began = nowMs()
  const edgeMs = Math.min(began - swept.followDays * dayMs, (kept.readMs ?? began) - overlapMs)
  const marks: Kept['marks'] = {}
  // Progress is kept, so that a walk broken off does not read the same comments again.
  const cursor = () => JSON.stringify({ readMs: kept.readMs, marks: { ...kept.marks, ...marks } })
  const circle = new Circle()
  let next: string | null = null
  let [oldest, reached] = [began, false]
  for (let page = 1; page <= maxPages && !reached; page += 1) {
    const { commented, ...listed } = await posts(next, signal)
    yield { ...itemsOf(listed), cursor: cursor() }
    for (const post of commented) {
      const mark = kept.marks[post.id]
      if (swept.comments && isDue(post, mark, began))
        yield* commentsOf(
          swept,
          post,
          mark,
          cursor,
          (done) => Object.assign(marks, { [post.id]: done }),
          signal,
        )
      else if (mark) marks[post.id] = mark
    }
    oldest = listed.oldestMs ?? oldest
    next = listed.next
    reached = next === null || oldest < edgeMs
    if (!reached) circle.assertLeadsOn(next as string, keysOf(listed.posts))
  }
  const lost =
    !reached && kept.readMs !== null && oldest > kept.readMs ? lostBetween(kept.readMs, oldest) : null
  yield { posts: [], cursor: JSON.stringify({ readMs: began, marks }), ...(lost && { gap: lost }) }
}

function isDue(post: Commented, mark: z.infer<typeof Mark> | undefined, nowMs: number): boolean {
  if (!mark || post.count === null || post.count !== mark.count) return post.count !== 0 || mark !== undefined
  return nowMs - (post.postedMs ?? 0) < 2 * dayMs || nowMs - mark.askedMs >= dayMs
}

/** Comments under one post, newest first, back to what was read last. */
async function* commentsOf(
  { comments, nowMs, answersStay = false }: Swept,
  { id, count }: Commented,
  mark: z.infer<typeof Mark> | undefined,
  cursor: () => string,
  done: (mark: z.infer<typeof Mark>) => void,
  signal: AbortSignal,
): AsyncGenerator<Page, void> {
  if (!comments) return
  const circle = new Circle()
  let [next, top] = [null as string | null, mark?.markMs ?? 0]
  for (let page = 1; ; page += 1) {
    const listed = await comments(id, next, signal)
    top = Math.max(top, Math.min(listed.newestMs ?? 0, nowMs()))
    next = listed.next
    const known = mark !== undefined && listed.oldestMs !== null && listed.oldestMs < mark.markMs - overlapMs
    const reached = known && !answersStay
    const ends = next === null || reached || page >= maxPages
    if (ends) done({ count, markMs: top, askedMs: nowMs() })
    const from = mark?.markMs ?? null
    const cut = page >= maxPages && !known && next !== null && from !== null && (listed.oldestMs ?? 0) > from
    yield {
      ...itemsOf(listed),
      cursor: cursor(),
      ...(cut && { gap: lostBetween(from, listed.oldestMs as number) }),
    }
    if (ends) return
    circle.assertLeadsOn(next as string, keysOf(listed.posts))
  }
}

const itemsOf = ({ posts, rejected = [], removals = [] }: Listed) => ({ posts, rejected, removals })

function lostBetween(fromMs: number, toMs: number) {
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  return { from, to, reason: 'list.horizon', state: 'lost' as const }
}

function keptOf(cursor: string | null): Kept {
  try {
    return Kept.parse(JSON.parse(cursor ?? ''))
  } catch {
    return { readMs: null, marks: {} }
  }
}
