import type { Post } from '@hark/domain'
import { z } from 'zod'
import type { ReplyTarget } from '../publish.ts'
import { DiscoursePost } from './shape.ts'

const Numbered = DiscoursePost.pick({ topic_id: true, post_number: true })

/** A reply names the topic and the number of the post within it (`topic_id`, `reply_to_post_number`); null where these are not known. */
export function discourseReplyTarget({ raw }: Pick<Post, 'raw'>): ReplyTarget | null {
  const parsed = z.preprocess(jsonOrNull, Numbered).safeParse(raw)
  const { topic_id: topic, post_number: number } = parsed.data ?? {}
  if (topic == null || number == null) return null
  return { parent: { id: `${topic}/${number}`, cid: null }, root: { id: `${topic}/1`, cid: null } }
}

function jsonOrNull(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}
