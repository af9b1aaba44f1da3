import type { Post } from '@hark/domain'
import type { Rechecked } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Api } from './api.ts'
import { commentPost, videoPost } from './post.ts'

const atOnce = 50
/** Comments begin `Ug`, and are longer. */
const isVideo = (id: string) => /^[\w-]{11}$/.test(id)

/** The posts YouTube still shows, by id. */
export async function postsById(
  api: Api,
  ids: readonly string[],
  receivedAt: string,
  signal: AbortSignal,
): Promise<Map<string, Post>> {
  const found = new Map<string, Post>()
  for (const kind of ['videos', 'comments'] as const) {
    const wanted = ids.filter((id) => isVideo(id) === (kind === 'videos'))
    for (let at = 0; at < wanted.length; at += atOnce) {
      for (const item of await shown(api, kind, wanted.slice(at, at + atOnce), signal)) {
        const post =
          kind === 'videos' ? videoPost(item, receivedAt) : commentPost(item, { raw: item, receivedAt })
        if (typeof post !== 'string') found.set(post.externalId, post)
      }
    }
  }
  return found
}

/** One id unknown may turn away all that were asked with it: then each is asked alone. */
async function shown(
  api: Api,
  kind: 'videos' | 'comments',
  ids: readonly string[],
  signal: AbortSignal,
): Promise<unknown[]> {
  const format = kind === 'comments' ? { textFormat: 'plainText' } : {}
  try {
    return (await api.list(kind, { part: 'snippet', id: ids.join(','), ...format }, signal)).items ?? []
  } catch (error) {
    const missing = error instanceof Trouble && /NotFound$|^http\.404$/.test(error.code)
    if (!missing) throw error
    if (ids.length === 1) return []
    const each: unknown[] = []
    for (const id of ids) each.push(...(await shown(api, kind, [id], signal)))
    return each
  }
}

/** What is not shown any more is gone; what was edited comes with its new version. */
export async function recheckById(
  api: Api,
  ids: readonly string[],
  receivedAt: string,
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const found = await postsById(api, ids, receivedAt, signal)
  return ids.map((externalId): Rechecked => {
    const post = found.get(externalId)
    if (!post) return { externalId, now: 'gone', reason: 'deleted' }
    return post.revision === '' ? { externalId, now: 'same' } : { externalId, now: 'changed', post }
  })
}
