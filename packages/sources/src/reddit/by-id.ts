import type { Post } from '@hark/domain'
import type { Rechecked } from '../source.ts'
import type { Reddit } from './client.ts'
import { itemsOf, readThing } from './post.ts'
import { Listing, Thing } from './shape.ts'

/** `/api/info` takes so many. */
const atOnce = 100
const isFullname = (id: string) => /^t[13]_[a-z0-9]{1,13}$/i.test(id)

/**
 * What became of posts we hold. What Reddit leaves out of an answer is asked for once more before it counts as gone: answers are now and
 * then short, and a deletion cannot be taken back.
 */
export async function recheckThings(
  reddit: Reddit,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const answers: Rechecked[] = []
  const ids = externalIds.filter(isFullname)
  for (let at = 0; at < ids.length && !signal.aborted; at += atOnce) {
    const some = ids.slice(at, at + atOnce)
    const found = await thingsOf(reddit, some, signal)
    const missing = some.filter((id) => !found.has(id))
    const later = missing.length > 0 ? await thingsOf(reddit, missing, signal) : new Map<string, unknown>()
    for (const id of some) answers.push(judged(id, found.get(id) ?? later.get(id), reddit.now))
  }
  return answers
}

function judged(externalId: string, json: unknown, receivedAt: string): Rechecked {
  if (json === undefined) return { externalId, now: 'gone', reason: 'deleted' }
  const read = readThing(json, receivedAt)
  if ('gone' in read) return { externalId, now: 'gone', reason: read.gone.reason }
  if ('reason' in read)
    return read.reason === 'item.not_public'
      ? { externalId, now: 'gone', reason: 'taken_down' }
      : { externalId, now: 'same' }
  // The account is gone, and we hold its name with the post.
  if (read.post.authorId === null) return { externalId, now: 'gone', reason: 'deleted' }
  return read.post.revision === ''
    ? { externalId, now: 'same' }
    : { externalId, now: 'changed', post: read.post }
}

/** The post one comments on, the comment one answers, and what one cross-posts: as far as they are still there. */
export async function contextOf(
  reddit: Reddit,
  { externalId, parentId, rootId, quotedId }: Pick<Post, 'externalId' | 'parentId' | 'rootId' | 'quotedId'>,
  signal: AbortSignal,
): Promise<Post[]> {
  const ids = [...new Set([rootId, parentId, quotedId])].filter(
    (id): id is string => id !== null && id !== externalId,
  )
  const asked = ids.filter(isFullname)
  if (asked.length === 0) return []
  const found = await thingsOf(reddit, asked, signal)
  return itemsOf([...found.values()], reddit.now).posts
}

async function thingsOf(
  reddit: Reddit,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, unknown>> {
  const { data } = await reddit.ask('/api/info/', { id: ids.join(',') }, Listing, signal)
  return new Map(
    data.children.flatMap((one): [string, unknown][] => {
      const thing = Thing.safeParse(one)
      if (!thing.success) return []
      const { name, id } = thing.data.data
      const fullname = typeof name === 'string' ? name : `${thing.data.kind}_${id}`
      return [[fullname, one]]
    }),
  )
}
