import { z } from 'zod'
import { MetaId, orNone, Person, When } from '../meta/shape.ts'

const Attachment = z.object({
  media_type: orNone(z.string()),
  type: orNone(z.string()),
  title: orNone(z.string()),
  description: orNone(z.string()),
})
export type Attachment = z.infer<typeof Attachment>

/** A post of a page, or a comment: the fields of both, each where it has them. */
export const FacebookItem = z.object({
  id: MetaId,
  message: orNone(z.string()),
  story: orNone(z.string()),
  created_time: orNone(When),
  from: orNone(Person),
  permalink_url: orNone(z.string()),
  parent: orNone(z.object({ id: MetaId })),
  attachment: orNone(Attachment),
  attachments: orNone(z.object({ data: z.array(Attachment) })),
  is_private: orNone(z.boolean()),
  is_published: orNone(z.boolean()),
  comments: orNone(z.object({ summary: orNone(z.object({ total_count: orNone(z.number()) })) })),
})
export type FacebookItem = z.infer<typeof FacebookItem>

/** One change of a page's feed. `item` says of what; a comment names its post, and what it answers as `parent_id`. */
export const FeedChange = z.object({
  item: z.string(),
  verb: z.string(),
  comment_id: orNone(MetaId),
  post_id: orNone(MetaId),
  parent_id: orNone(MetaId),
  from: orNone(Person),
  message: orNone(z.string()),
  created_time: orNone(When),
  permalink_url: orNone(z.string()),
  post: orNone(z.object({ permalink_url: orNone(z.string()) })),
  photo: orNone(z.string()),
  video: orNone(z.string()),
  link: orNone(z.string()),
})
export type FeedChange = z.infer<typeof FeedChange>
