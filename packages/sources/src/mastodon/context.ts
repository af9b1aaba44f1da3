import type { Post } from '@hark/domain'
import { Trouble } from '../trouble.ts'
import type { Server } from './instance.ts'
import { itemsOf } from './post.ts'
import { oneOf } from './recheck.ts'
import { ContextAnswer } from './shape.ts'

/** The first post of the thread, the one answered and the one quoted, as far as they are public and their authors may be read. */
export async function contextOf(
  server: Server,
  { externalId, parentId, quotedId }: Pick<Post, 'externalId' | 'parentId' | 'quotedId'>,
  signal: AbortSignal,
): Promise<Post[]> {
  const above = parentId === null ? [] : await ancestorsOf(server, externalId, signal)
  const wanted = above.filter(
    (one, at) => at === 0 || at === above.length - 1 || (one as { id?: unknown } | null)?.id === parentId,
  )
  const quoted = quotedId === null ? null : await oneOf(server, quotedId, signal)
  return itemsOf(quoted === null ? wanted : [...wanted, quoted], server.now).posts
}

async function ancestorsOf(server: Server, id: string, signal: AbortSignal): Promise<unknown[]> {
  try {
    const path = `/api/v1/statuses/${encodeURIComponent(id)}/context`
    return (await server.ask(path, {}, ContextAnswer, signal)).data.ancestors
  } catch (error) {
    if (error instanceof Trouble && (error.code === 'http.404' || error.code === 'http.410')) return []
    throw error
  }
}
