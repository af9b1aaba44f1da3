import { z } from 'zod'

const orNone = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined)
const text = orNone(z.string())
/** Whole numbers, which some clients and older versions send as strings. */
const Whole = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])

export const DiscoursePost = z.object({
  id: Whole,
  topic_id: orNone(Whole),
  post_number: orNone(Whole),
  reply_to_post_number: orNone(Whole),
  post_type: orNone(Whole),
  user_id: orNone(Whole),
  username: text,
  cooked: text,
  raw: text,
  created_at: text,
  version: orNone(Whole),
  category_id: orNone(Whole),
  topic_slug: text,
  topic_title: text,
  topic_archetype: text,
  post_url: text,
  hidden: orNone(z.boolean()),
  user_deleted: orNone(z.boolean()),
  deleted_at: text,
})
export type DiscoursePost = z.infer<typeof DiscoursePost>

export const LatestPosts = z.object({ latest_posts: z.array(z.unknown()) })
export const TopicAnswer = z.object({ post_stream: z.object({ posts: z.array(z.unknown()) }) })
export const TagAnswer = z.object({
  topic_list: z.object({ topics: z.array(z.object({ id: Whole }).catch({ id: 0 })) }),
})
export const SearchAnswer = z.object({
  posts: z.array(z.object({ id: Whole, created_at: text })),
  grouped_search_result: orNone(
    z.object({ more_full_page_results: orNone(z.union([z.boolean(), z.string()])) }),
  ),
})
/** How Discourse says no. */
export const Refusal = z.object({ errors: z.array(z.string()), error_type: text })
