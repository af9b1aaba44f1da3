import type { Post, Removal } from '@hark/domain'
import { z } from 'zod'
import type { SourceDeps } from '../adapter.ts'
import type { Listed } from '../poll/newest-first.ts'
import type { Rejection } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Heard } from './heard.ts'
import { labelsIn, removalByLabel } from './labels.ts'
import type { Missing } from './missing.ts'
import { type Found, pageSize, type Query, type SearchServer } from './search-server.ts'
import { readShown, type ShownPost } from './shown-post.ts'

export type Search = {
  server: SearchServer
  heard: Heard
  held?: SourceDeps['held']
  labelers?: readonly string[]
}

/** Authors' clocks are wrong, and the index is late: searched this far beyond both ends. */
export const marginMs = 600_000

/** Where a list goes on: at a cursor of the question that `untilMs` was part of; or without one, from `lowMs` down. */
const Next = z.object({ untilMs: z.number(), cursor: z.string().nullable(), lowMs: z.number() })
type Next = z.infer<typeof Next>

/** One page of what search finds of a name within a gap. `next` of it is null where the list ends. */
export async function foundPage(
  search: Search,
  gap: Missing,
  name: string,
  begin: { untilMs: number; next: string | null },
  signal: AbortSignal,
): Promise<Listed & { untilMs: number }> {
  const at = begin.next === null ? fromTop(begin.untilMs) : Next.parse(JSON.parse(begin.next))
  const question = { q: quoted(name), since: iso(gap.fromMs - marginMs) }
  const { found, untilMs: askedMs } = await asked(search.server, question, at, signal)
  const shown = found.posts.map((item) => readShown(item, iso(search.server.nowMs)))
  const times = shown.flatMap((one) => (typeof one === 'string' ? [] : (sortedAt(one) ?? [])))
  const newestMs = times.length > 0 ? Math.max(...times) : null
  const untilMs = Math.min(at.lowMs, lastOf(times) ?? at.lowMs)
  return {
    ...(await itemsOf(shown, search, gap)),
    newestMs,
    // A claimed date can be in the past, never in the future: a page ends no later than its newest, whoever lies.
    oldestMs: newestMs,
    untilMs,
    next: nextOf(found, askedMs, untilMs),
  }
}

const fromTop = (untilMs: number): Next => ({ untilMs, cursor: null, lowMs: untilMs })

/** Some AppViews give strangers one page and refuse its cursor: the rest is asked for by time. */
async function asked(
  server: SearchServer,
  question: Pick<Query, 'q' | 'since'>,
  { untilMs, cursor, lowMs }: Next,
  signal: AbortSignal,
): Promise<{ found: Found; untilMs: number }> {
  const ask = async (untilMs: number, cursor: string | null) => ({
    found: await server.ask({ ...question, until: iso(untilMs), cursor }, signal),
    untilMs,
  })
  try {
    return await ask(untilMs, cursor)
  } catch (error) {
    const refused = error instanceof Trouble && /^http\.40[013]$/.test(error.code)
    if (cursor === null || !refused) throw error
    return ask(lowMs, null)
  }
}

function nextOf({ posts, cursor }: Found, askedMs: number, lowMs: number): string | null {
  if (cursor === undefined && posts.length < pageSize) return null
  const next: Next = { untilMs: cursor === undefined ? lowMs : askedMs, cursor: cursor ?? null, lowMs }
  return JSON.stringify(next)
}

/** Just above the last items, so that one with an invented date does not make the rest be skipped. */
function lastOf(times: readonly number[]): number | null {
  const last = times.slice(-10)
  return last.length === 0 ? null : Math.max(...last) + 1
}

/** By what the index sorts: the date the author claims, unless it is later than when the network had the post. */
function sortedAt({ post, indexedMs }: ShownPost): number | null {
  const claimed = post.postedAt === null ? null : Date.parse(post.postedAt)
  if (claimed === null || indexedMs === null) return claimed ?? indexedMs
  return Math.min(claimed, indexedMs)
}

async function itemsOf(
  shown: readonly (ShownPost | string)[],
  { server, heard, held, labelers = [] }: Search,
  gap: Missing,
) {
  const rejected: Rejection[] = shown.flatMap((one) => (typeof one === 'string' ? [{ reason: one }] : []))
  const within = shown.filter(
    (one): one is ShownPost => typeof one !== 'string' && isWithin(one, gap) && !heard.knows(one.post),
  )
  const known = (await held?.(within.map(({ post }) => post))) ?? new Map()
  const posts = within.flatMap(({ post, cid }): Post[] => {
    const as = known.get(post.externalId)
    if (as === 'same') return []
    // An edit is named by its version, as nobody tells the commit it came with.
    return [as === 'other' ? { ...post, revision: cid ?? '' } : post]
  })
  return { posts, rejected, removals: hiddenOf(within, labelers, server.nowMs) }
}

/** A view comes with its labels: what a moderator hid is kept as hidden as if it had been heard live. */
function hiddenOf(shown: readonly ShownPost[], labelers: readonly string[], nowMs: number): Removal[] {
  return shown.flatMap(({ post, labels }) =>
    labelsIn(labels).flatMap((label) =>
      labelers
        .map((did) => removalByLabel(label, did, nowMs))
        .filter((one): one is Removal => one?.kind === 'post' && one.externalId === post.externalId),
    ),
  )
}

/** What came before or after was heard live, or was never to be listened to. */
function isWithin({ indexedMs }: ShownPost, { fromMs, toMs }: Missing): boolean {
  return indexedMs === null || (indexedMs >= fromMs - marginMs && indexedMs <= toMs + marginMs)
}

/** Words that belong together; what stands alone needs no quotes. */
const quoted = (name: string): string =>
  /^[\p{L}\p{M}\p{N}#]+$/u.test(name) ? name : `"${name.replaceAll('"', ' ')}"`

const iso = (ms: number): string => new Date(ms).toISOString()
