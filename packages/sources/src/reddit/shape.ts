import { z } from 'zod'

const orNone = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined)
const text = orNone(z.string())
const Fullname = z.string().regex(/^t[13]_[a-z0-9]{1,13}$/i)

/** `false`, `true` (edited before Reddit kept the time), or when, in seconds. */
const Edited = z.union([z.boolean(), z.number()]).nullish().catch(undefined)

const both = {
  name: orNone(Fullname),
  id: orNone(z.string().regex(/^[a-z0-9]{1,13}$/i)),
  author: text,
  author_fullname: text,
  created_utc: orNone(z.number()),
  edited: Edited,
  permalink: text,
  subreddit_type: text,
}

export const Comment = z.object({
  ...both,
  body: text,
  parent_id: orNone(Fullname),
  link_id: orNone(Fullname),
})
export type Comment = z.infer<typeof Comment>

const Captioned = z.object({ caption: text })
const Embedded = orNone(
  z.object({
    reddit_video: z.unknown().optional(),
    oembed: orNone(z.object({ title: text, description: text, type: text })),
  }),
)

export const Submission = z.object({
  ...both,
  title: text,
  selftext: text,
  url: text,
  is_self: orNone(z.boolean()),
  is_video: orNone(z.boolean()),
  is_gallery: orNone(z.boolean()),
  post_hint: text,
  media: Embedded,
  secure_media: Embedded,
  gallery_data: orNone(z.object({ items: z.array(Captioned.catch({ caption: null })) })),
  poll_data: orNone(z.object({ options: z.array(z.object({ text }).catch({ text: null })) })),
  crosspost_parent: orNone(Fullname),
  removed_by_category: text,
  promoted: orNone(z.boolean()),
})
export type Submission = z.infer<typeof Submission>

export const Listing = z.object({
  kind: z.literal('Listing'),
  data: z.object({ children: z.array(z.unknown()), after: z.string().nullish() }),
})
export const Thing = z.object({ kind: z.string(), data: z.record(z.string(), z.unknown()) })
export const Token = z.object({ access_token: z.string().min(1), expires_in: orNone(z.number()) })
