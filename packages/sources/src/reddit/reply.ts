import type { Post } from '@hark/domain'
import { z } from 'zod'
import type { ReplyTarget } from '../publish.ts'
import { readThing } from './post.ts'

/** A user name, which Reddit gives to nobody else. */
export const redditAccount = /^[A-Za-z0-9_-]{3,20}$/

/** What says that nobody may answer any more: Reddit's moderators, or its age. */
const Closable = z.object({
  data: z.object({ locked: z.boolean().nullish(), archived: z.boolean().nullish() }),
})

export const isClosed = (thing: unknown): boolean => {
  const { data } = Closable.safeParse(thing)
  return Boolean(data?.data.locked || data?.data.archived)
}

/** A comment or post is answered by its fullname (`thing_id`); not where it is closed, nor our own. `cid` is its last edit. */
export function redditReplyTarget(
  { externalId, rootId, raw }: Pick<Post, 'externalId' | 'rootId' | 'raw'>,
  account?: string | null,
): ReplyTarget | null {
  if (!/^t[13]_/.test(externalId)) return null
  const thing = jsonOrNull(raw)
  const read = readThing(thing, '')
  if (!('post' in read) || isClosed(thing)) return null
  const { authorHandle, revision } = read.post
  // An account that is gone reads nothing, and its post goes here too.
  if (authorHandle === null || authorHandle.toLowerCase() === account?.toLowerCase()) return null
  return { parent: { id: externalId, cid: revision || null }, root: { id: rootId ?? externalId, cid: null } }
}

function jsonOrNull(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return null
  }
}
