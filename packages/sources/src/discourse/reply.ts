import type { Post } from '@hark/domain'
import type { ReplyTarget } from '../publish.ts'
import { readPost } from './post.ts'
import { DiscoursePost } from './shape.ts'

/** `name@forum`: the account's name, and the forum's address without its scheme. */
export const discourseAccount = /^[\w.-]{1,60}@[a-z0-9.-]+(?::\d+)?(?:\/[\w./-]+)?$/i

/** The two halves of an account. */
export function partsOfAccount(account: string): { name: string; place: string } {
  const at = account.indexOf('@')
  return { name: account.slice(0, at), place: account.slice(at + 1) }
}

const Numbered = DiscoursePost.pick({ topic_id: true, post_number: true })

/**
 * A post is answered on its own forum, under its number in its topic; null where these are not known, for an account of another forum, and
 * for its own posts. `cid` is the post's version.
 */
export function discourseReplyTarget(
  { externalId, rootId, raw }: Pick<Post, 'externalId' | 'rootId' | 'raw'>,
  account?: string | null,
): ReplyTarget | null {
  const json = jsonOrNull(raw)
  const { topic_id: topic, post_number: number } = Numbered.safeParse(json).data ?? {}
  if (topic == null || number == null || !account) return null
  const { name, place } = partsOfAccount(account)
  if (!externalId.startsWith(`${place}/p/`)) return null
  const read = readPost(json, { server: `https://${place}`, receivedAt: '', idOf: () => null })
  if (!('post' in read) || read.post.authorHandle?.toLowerCase() === name.toLowerCase()) return null
  return {
    parent: { id: externalId, cid: read.post.revision || null },
    root: { id: rootId ?? externalId, cid: null },
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
