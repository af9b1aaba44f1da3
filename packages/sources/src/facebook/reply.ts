import type { Post } from '@hark/domain'
import { z } from 'zod'
import { jsonOf } from '../lossless-json.ts'
import { MetaId, orNone, Person } from '../meta/shape.ts'
import type { ReplyTarget } from '../publish.ts'
import { wordsPin } from '../write/seen.ts'

/** A page's numeric id. */
export const facebookAccount = /^\d{1,25}$/

/** A comment or post as it was polled, or as a push told of it. */
const Told = z.object({
  message: orNone(z.string()),
  from: orNone(Person),
  can_comment: orNone(z.boolean()),
  parent: orNone(z.object({ id: MetaId })),
  parent_id: orNone(MetaId),
  post_id: orNone(MetaId),
  comment_id: orNone(MetaId),
})

/**
 * What stands on the account's own page is answered, as the page: a post's id begins with its page's. An answer to an answer stands under
 * the first comment (`root`). `cid` pins the words, for Meta names no version. Null elsewhere, where it is closed, and for the page's own.
 */
export function facebookReplyTarget(
  { externalId, rootId, raw }: Pick<Post, 'externalId' | 'rootId' | 'raw'>,
  account?: string | null,
): ReplyTarget | null {
  const told = toldIn(raw)
  if (told === null || !account || !/^\d+(_\d+)?$/.test(externalId)) return null
  if (!(rootId ?? externalId).startsWith(`${account}_`)) return null
  if (told.can_comment === false || told.from?.id === account) return null
  const pushed = told.comment_id && told.parent_id !== told.post_id ? told.parent_id : null
  const first = told.parent?.id ?? pushed ?? externalId
  return { parent: { id: externalId, cid: wordsPin(told.message ?? '') }, root: { id: first, cid: null } }
}

function toldIn(raw: string) {
  try {
    return Told.safeParse(jsonOf(raw)).data ?? null
  } catch {
    return null
  }
}
