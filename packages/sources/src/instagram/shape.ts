import { z } from 'zod'
import { MetaId, orNone, Person, When } from '../meta/shape.ts'

/** A media (it has a caption) or a comment (it has a text), of a list or of a push. */
export const InstagramItem = z.object({
  id: MetaId,
  text: orNone(z.string()),
  caption: orNone(z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)])),
  timestamp: orNone(When),
  created_time: orNone(When),
  username: orNone(z.string()),
  from: orNone(Person),
  user: orNone(Person),
  owner: orNone(Person),
  permalink: orNone(z.string()),
  media_type: orNone(z.string()),
  media: orNone(z.object({ id: MetaId })),
  parent_id: orNone(MetaId),
  comments_count: orNone(z.number()),
  replies: orNone(z.object({ data: z.array(z.unknown()) })),
  children: orNone(z.object({ data: z.array(z.object({ media_type: orNone(z.string()) })) })),
})
export type InstagramItem = z.infer<typeof InstagramItem>

export const Mention = z.object({ media_id: MetaId, comment_id: orNone(MetaId) })
