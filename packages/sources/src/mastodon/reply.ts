import type { Post } from '@hark/domain'
import { z } from 'zod'
import type { ReplyTarget } from '../publish.ts'
import { toPost } from './post.ts'

/** `name@instance`: the account's name, and the host of the instance whose API it writes to. */
export const mastodonAccount = /^[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?@[a-z0-9.-]+(?::\d+)?$/i

const Where = z.object({ server: z.string() })

/**
 * A status is answered by its id on the instance it was read on, by an account of that instance: elsewhere the same id is another
 * status. Null where the account lives on another instance, or wrote the status itself. `cid` is when the status was last edited.
 */
export function mastodonReplyTarget(
  { externalId, rootId, raw }: Pick<Post, 'externalId' | 'rootId' | 'raw'>,
  account?: string | null,
  config?: unknown,
): ReplyTarget | null {
  const status = statusIn(raw)
  if (typeof status === 'string' || !account) return null
  const [name, host] = account.toLowerCase().split('@')
  const server = URL.parse(Where.safeParse(config).data?.server ?? '')
  if (server === null || server.host !== host) return null
  if (status.authorHandle?.toLowerCase() === name) return null
  return {
    parent: { id: externalId, cid: status.revision || null },
    root: { id: rootId ?? externalId, cid: null },
  }
}

/**
 * Mastodon tells of a reply whoever its words name, and nobody else. A name of the account's own instance stands alone, any other with
 * its instance.
 */
export function mastodonMention(
  { raw }: Pick<Post, 'raw'>,
  account: string | null,
  config?: unknown,
): string | null {
  const status = statusIn(raw)
  const name = typeof status === 'string' ? null : status.authorHandle
  const host = URL.parse(Where.safeParse(config).data?.server ?? '')?.host
  if (!name || !/^\w+(?:[\w.-]*\w)?(?:@[\p{L}\p{N}.-]+)?$/u.test(name) || !host) return null
  return name.includes('@') || account?.toLowerCase().split('@')[1] === host ? `@${name}` : `@${name}@${host}`
}

function statusIn(raw: string): Post | string {
  try {
    return toPost(JSON.parse(raw), '')
  } catch {
    return 'item.unknown_shape'
  }
}
