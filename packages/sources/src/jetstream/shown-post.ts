import type { Post } from '@hark/domain'
import { z } from 'zod'
import { storablePost } from '../storable-text.ts'
import { postCollection } from './event.ts'
import { parseRecord, toPost } from './record.ts'

const Shown = z.object({
  uri: z.string(),
  cid: z.string().optional(),
  author: z.object({ did: z.string(), handle: z.string().optional() }),
  record: z.unknown(),
  indexedAt: z.string().optional(),
  labels: z.unknown().optional(),
})

/** A post as an AppView shows it (`app.bsky.feed.defs#postView`). `indexedMs`: when the network had it; null where not told. */
export type ShownPost = { post: Post; cid: string | null; indexedMs: number | null; labels: unknown }

/** A quote may be of a feed, a list or a starter pack, which say nothing. */
export const isPostUri = (uri: string): boolean =>
  uri.startsWith('at://') && uri.includes(`/${postCollection}/`)

/** Or the closed reason why it is none. The address must be of its author: nobody is made to have said what another wrote. */
export function readShown(item: unknown, receivedAt: string): ShownPost | string {
  const shown = Shown.safeParse(item)
  if (!shown.success) return 'view.unknown_shape'
  const { uri, cid = null, author, record: json, indexedAt, labels } = shown.data
  const rkey = uri.split('/').at(-1)
  if (!rkey || uri !== `at://${author.did}/${postCollection}/${rkey}`) return 'view.not_a_post'
  const record = parseRecord(json)
  if (record === null) return 'record.unknown_shape'
  const post = toPost({ did: author.did, rkey }, record, {
    raw: JSON.stringify(item),
    receivedAt,
    revision: '',
  })
  const named = storablePost({ ...post, authorHandle: author.handle ?? null })
  return { post: named, cid, indexedMs: instant(indexedAt), labels }
}

function instant(text: string | undefined): number | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : ms
}
