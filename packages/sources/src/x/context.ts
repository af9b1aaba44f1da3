import type { Post } from '@hark/domain'
import { fieldsBy } from './fields.ts'
import { itemsOf } from './listed.ts'
import { answerOf, heldIn, type Lists } from './lists.ts'

/** The posts one answers, quotes or continues; those X does not show any more are missing. */
export async function contextOf(
  { client, meter, names, nowMs }: Lists,
  { externalId, parentId, rootId, quotedId }: Pick<Post, 'externalId' | 'parentId' | 'rootId' | 'quotedId'>,
  signal: AbortSignal,
): Promise<Post[]> {
  const ids = [...new Set([parentId, rootId, quotedId])].filter(
    (id): id is string => id !== null && id !== externalId,
  )
  if (ids.length === 0) return []
  const asked = { ids: ids.join(','), ...fieldsBy[names] }
  const ask = async () => answerOf(await (await client(signal)).get('tweets', asked))
  const { data, includes } = await meter.read(ids.length, ask, heldIn)
  return itemsOf(data ?? [], includes, new Date(nowMs()).toISOString()).posts
}
