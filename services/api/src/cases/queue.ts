import type { QueuePage, QueueQuery } from '@hark/contract'
import { heldByCount, postsToShow, queuePage, summariesOf } from '@hark/db'
import type { z } from 'zod'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { viewSummary } from '../views/case-summary.ts'
import type { KeptCounts } from './kept-counts.ts'

/** One page of what waits for a person, most urgent first, with how much waits where. */
export async function readQueue(
  ctx: ApiContext,
  caller: Caller,
  query: z.output<typeof QueueQuery>,
  counted: KeptCounts,
): Promise<QueuePage> {
  const { mine, cursor, limit, ...filter } = query
  const own = mine ? { heldBy: caller.id } : {}
  const { posts: usual, both } = await postsToShow(ctx.db, query.programme)
  const posts = query.posts ?? usual
  const practice = posts === 'practice'
  const [page, counts, held] = await Promise.all([
    queuePage(ctx.db, { ...filter, ...own, practice }, { limit, cursor }),
    counted.of(ctx.db, practice, query.programme),
    heldByCount(ctx.db, caller.id),
  ])
  const rows = await summariesOf(ctx.db, page.ids)
  return {
    ...counts,
    posts,
    both,
    mine: held,
    items: rows.map((r) => viewSummary(r, caller.id)),
    next: page.next,
  }
}
