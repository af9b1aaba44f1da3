import type { Post } from '@hark/domain'
import { z } from 'zod'
import type { Rechecked } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Api } from './api.ts'
import { commentPath } from './notified.ts'
import { commentPost, pagePost } from './post.ts'
import { inPath, isPost, partsOf } from './urn.ts'

/** A post or comment as LinkedIn shows it now; null where it is no more, undefined where it cannot be asked for. */
export async function byUrn(
  api: Api,
  urn: string,
  receivedAt: string,
  signal: AbortSignal,
): Promise<Post | null | undefined> {
  const comment = partsOf(urn)
  if (comment === null && !isPost(urn)) return undefined
  try {
    const post = comment
      ? commentPost(await api.get(commentPath(comment), z.unknown(), signal), { receivedAt })
      : pagePost(await api.get(`posts/${inPath(urn)}`, z.unknown(), signal), receivedAt)
    if (post === 'item.not_public') return null
    return typeof post === 'string' ? undefined : post
  } catch (error) {
    if (error instanceof Trouble && /404$|NOT_FOUND$/.test(error.code)) return null
    throw error
  }
}

export async function recheckByUrn(
  api: Api,
  urns: readonly string[],
  receivedAt: string,
  signal: AbortSignal,
): Promise<Rechecked[]> {
  const all: Rechecked[] = []
  for (const externalId of urns) {
    try {
      const post = await byUrn(api, externalId, receivedAt, signal)
      if (post === null) all.push({ externalId, now: 'gone', reason: 'deleted' })
      else if (post?.revision === '') all.push({ externalId, now: 'same' })
      else if (post) all.push({ externalId, now: 'changed', post })
    } catch (error) {
      // The day's calls are spent: what was found out is told, the rest is asked tomorrow.
      if (all.length > 0 && error instanceof Trouble && error.kind === 'limited') return all
      throw error
    }
  }
  return all
}
