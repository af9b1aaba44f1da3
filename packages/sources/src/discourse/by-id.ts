import type { Post } from '@hark/domain'
import { troubleOfStatus } from '../ask.ts'
import { losslessJson } from '../lossless-json.ts'
import type { Rechecked } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Forum } from './forum.ts'
import { externalIdOf, readPost } from './post.ts'
import { DiscoursePost, LatestPosts, Refusal } from './shape.ts'

const numberOf = (forum: Forum, externalId: string): number | null => {
  const id = Number(externalId.split('/p/').at(-1))
  return Number.isSafeInteger(id) && externalId === externalIdOf(forum.server, id) ? id : null
}

/** What became of posts we hold. What was answered before a limit counts; the rest is asked again later. */
export async function recheckPosts(
  forum: Forum,
  externalIds: readonly string[],
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const answers: Rechecked[] = []
  try {
    for (const externalId of externalIds) {
      if (signal.aborted) break
      const id = numberOf(forum, externalId)
      if (id !== null) answers.push(judged(externalId, await oneOf(forum, id, signal), forum))
    }
  } catch (error) {
    if (answers.length === 0 || !(error instanceof Trouble)) throw error
  }
  return answers
}

function judged(externalId: string, json: unknown, forum: Forum): Rechecked {
  if (json === null) return { externalId, now: 'gone', reason: 'deleted' }
  const read = readPost(json, forum.place())
  if ('gone' in read) return { externalId, now: 'gone', reason: read.gone.reason }
  if ('reason' in read)
    return read.reason === 'item.not_public'
      ? { externalId, now: 'gone', reason: 'taken_down' }
      : { externalId, now: 'same' }
  return read.post.revision === ''
    ? { externalId, now: 'same' }
    : { externalId, now: 'changed', post: read.post }
}

/**
 * A post by its id; null where the forum itself says there is none, or none for us while it lets us read all else. A key that was taken
 * back is refused with the same words, and says nothing of the post.
 */
export async function oneOf(forum: Forum, id: number, signal: AbortSignal): Promise<unknown> {
  const { status, headers, body } = await forum.get(`/posts/${id}.json`, signal)
  const said = jsonOrNull(body.toString('utf8'))
  if (status === 200 && DiscoursePost.safeParse(said).data?.id === id) return said
  const refused = Refusal.safeParse(said).success
  if (refused && (status === 404 || status === 410)) return null
  if (refused && status === 403) {
    await forum.ask('/posts.json', LatestPosts, signal)
    return null
  }
  throw status === 200
    ? new Trouble('malformed', 'answer.unknown_shape')
    : troubleOfStatus(status, headers, forum.nowMs)
}

/** The first post of the topic and the one answered. */
export async function contextOf(
  forum: Forum,
  { externalId, parentId, rootId }: Pick<Post, 'externalId' | 'parentId' | 'rootId'>,
  signal: AbortSignal,
): Promise<Post[]> {
  const ids = [...new Set([rootId, parentId])].flatMap((one) =>
    one === null || one === externalId ? [] : (numberOf(forum, one) ?? []),
  )
  const found = []
  for (const id of ids) found.push(await oneOf(forum, id, signal))
  return forum.sorted(found.filter((one) => one !== null)).posts
}

function jsonOrNull(text: string): unknown {
  try {
    return losslessJson(text)
  } catch {
    return null
  }
}
