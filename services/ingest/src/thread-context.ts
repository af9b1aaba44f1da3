import { heldExternalIds } from '@hark/db'
import type { Post } from '@hark/domain'
import { type Batch, type Source, troubleOf } from '@hark/sources'
import type { IngestContext } from './context.ts'

const MOST_POSTS = 20
const MOST_MS = 3_000
/** Questions under way: one after the other, a batch would wait as many times for the platform as it has answers. */
const AT_ONCE = 5
/** A batch so full is catching up with the past: what it answers is not worth falling further behind. */
const FULL_BATCH = 200

/**
 * The batch together with what its posts answer or quote, as far as the platform gives it and we do not hold it: "me too!" says nothing
 * without it. It is stored with them, or not at all; a platform that gives none delays nothing.
 */
export async function withContext<B extends Pick<Batch, 'posts'>>(
  ctx: Pick<IngestContext, 'db' | 'log'>,
  source: { id: string; programmeId: string },
  opened: Pick<Source, 'context'>,
  batch: B,
  signal: AbortSignal,
): Promise<B> {
  const answers = batch.posts.filter((post) => referred(post).length > 0).slice(0, MOST_POSTS)
  if (!opened.context || answers.length === 0 || batch.posts.length >= FULL_BATCH) return batch
  const held = new Set(batch.posts.map(({ externalId }) => externalId))
  const platform = answers[0]?.platform ?? ''
  for (const id of await heldExternalIds(ctx.db, source.programmeId, platform, answers.flatMap(referred)))
    held.add(id)
  const found = new Map<string, Post>()
  try {
    await askAll(askingFirst(answers, held), opened.context, signal, (one) => {
      if (!held.has(one.externalId)) found.set(one.externalId, one)
    })
  } catch (error) {
    ctx.log.info({ source: source.id, reason: troubleOf(error).code }, 'no thread context')
  }
  return found.size === 0 ? batch : { ...batch, posts: [...batch.posts, ...found.values()] }
}

/** Of several that refer to the same, one asks. */
function askingFirst(answers: readonly Post[], held: ReadonlySet<string>): Post[] {
  const known = new Set(held)
  return answers.filter((post) => {
    const isNew = referred(post).some((id) => !known.has(id))
    for (const id of referred(post)) known.add(id)
    return isNew
  })
}

/** Rejects with the first failure, once nothing is under way any more. */
async function askAll(
  posts: readonly Post[],
  context: NonNullable<Source['context']>,
  signal: AbortSignal,
  take: (post: Post) => void,
): Promise<void> {
  const failed = new AbortController()
  const inTime = AbortSignal.any([signal, failed.signal, AbortSignal.timeout(MOST_MS)])
  const waiting = posts.values()
  const one = async () => {
    try {
      for (const post of waiting) for (const shown of await context(post, inTime)) take(shown)
    } catch (error) {
      failed.abort(error)
      throw error
    }
  }
  const asking = Array.from({ length: AT_ONCE }, one)
  await Promise.allSettled(asking)
  await Promise.all(asking)
}

const referred = ({ parentId, rootId, quotedId }: Post): string[] =>
  [parentId, rootId, quotedId].filter((id) => id !== null)
