import { heldExternalIds } from '@hark/db'
import type { Post } from '@hark/domain'
import { type Batch, type Source, troubleOf } from '@hark/sources'
import type { IngestContext } from './context.ts'

const MOST_POSTS = 20
const MOST_MS = 3_000
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
  const asked = answers.flatMap(referred)
  const held = new Set(batch.posts.map(({ externalId }) => externalId))
  for (const id of await heldExternalIds(ctx.db, source.programmeId, answers[0]?.platform ?? '', asked))
    held.add(id)
  const found: Post[] = []
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(MOST_MS)])
  try {
    for (const post of answers) {
      if (referred(post).every((id) => held.has(id))) continue
      for (const one of await opened.context(post, inTime)) {
        if (held.has(one.externalId)) continue
        held.add(one.externalId)
        found.push(one)
      }
    }
  } catch (error) {
    ctx.log.info({ source: source.id, reason: troubleOf(error).code }, 'no thread context')
  }
  return found.length === 0 ? batch : { ...batch, posts: [...batch.posts, ...found] }
}

const referred = ({ parentId, rootId, quotedId }: Post): string[] =>
  [parentId, rootId, quotedId].filter((id) => id !== null)
