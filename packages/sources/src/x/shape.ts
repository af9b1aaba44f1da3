import { z } from 'zod'

/** X sends ids as strings; a number is taken where it was not rounded on its way. */
export const XId = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative().transform(String)])
const orNone = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined)
const listOf = <T extends z.ZodType>(type: T) =>
  z
    .array(z.unknown())
    .nullish()
    .catch([])
    .transform((list) =>
      (list ?? []).flatMap((one) => {
        const parsed = type.safeParse(one)
        return parsed.success ? [parsed.data as z.infer<T>] : []
      }),
    )

const Reference = z.object({ type: z.string(), id: XId })
const Note = z.object({ text: z.string() })
const Mention = z.object({ id: orNone(XId), username: orNone(z.string()) })
const Link = z.object({
  title: orNone(z.string()),
  description: orNone(z.string()),
  media_key: orNone(z.string()),
})

/** A post of either generation: `…tweet…` as documented and still sent, `…post…` as OpenAPI 2.167 names the same. */
export const XPost = z
  .object({
    id: XId,
    text: z.string(),
    author_id: orNone(XId),
    created_at: orNone(z.string()),
    lang: orNone(z.string()),
    conversation_id: orNone(XId),
    referenced_tweets: listOf(Reference),
    referenced_posts: listOf(Reference),
    edit_history_tweet_ids: listOf(XId),
    edit_history_post_ids: listOf(XId),
    note_tweet: orNone(Note),
    note_post: orNone(Note),
    article: orNone(z.object({ title: orNone(z.string()), plain_text: orNone(z.string()) })),
    in_reply_to_tweet_id: orNone(XId),
    in_reply_to_post_id: orNone(XId),
    attachments: orNone(z.object({ media_keys: listOf(z.string()) })),
    entities: orNone(z.object({ urls: listOf(Link), mentions: listOf(Mention) })),
    scopes: orNone(z.object({ followers: orNone(z.boolean()) })),
  })
  .transform(({ referenced_posts, edit_history_post_ids, note_post, in_reply_to_post_id, ...post }) => ({
    ...post,
    references: [...post.referenced_tweets, ...referenced_posts],
    versions: [...post.edit_history_tweet_ids, ...edit_history_post_ids],
    note: post.note_tweet ?? note_post,
    answers: post.in_reply_to_tweet_id ?? in_reply_to_post_id ?? null,
  }))
export type XPost = z.infer<typeof XPost>

const User = z.object({ id: XId, username: orNone(z.string()), protected: orNone(z.boolean()) })
const Media = z.object({ media_key: z.string(), type: z.string(), alt_text: orNone(z.string()) })
const Identified = z.looseObject({ id: XId })

/** What came along. Users of some events are wrapped once more (`{data:{…}}`). */
export const Includes = z.object({
  users: listOf(z.preprocess((one) => (one as { data?: unknown } | null)?.data ?? one, User)),
  media: listOf(Media),
  tweets: listOf(Identified),
  posts: listOf(Identified),
})
export type Includes = z.infer<typeof Includes>
export const noIncludes: Includes = { users: [], media: [], tweets: [], posts: [] }

/** What X calls a problem: whole answers that failed, and parts of answers that are missing. */
export const Problem = z.object({
  title: orNone(z.string()),
  type: orNone(z.string()),
  resource_id: orNone(z.coerce.string()),
  disconnect_type: orNone(z.string()),
})

export const ListAnswer = z.object({
  // Not forgiven: a list of another shape is no empty list.
  data: z.array(z.unknown()).nullish(),
  includes: Includes.nullish().catch(undefined),
  errors: listOf(Problem),
  meta: orNone(z.object({ next_token: orNone(z.string()), newest_id: orNone(XId), oldest_id: orNone(XId) })),
})
export type ListAnswer = z.infer<typeof ListAnswer>

export const StreamLine = z.object({
  data: z.unknown().optional(),
  includes: Includes.nullish().catch(undefined),
  errors: listOf(Problem),
})

const Rule = z.object({ id: XId, value: z.string(), tag: orNone(z.string()) })
export type XRule = z.infer<typeof Rule>
export const RulesAnswer = z.object({
  data: listOf(Rule),
  errors: listOf(Problem),
  meta: orNone(z.object({ next_token: orNone(z.string()) })),
})

export const JobAnswer = z.object({
  data: z.object({
    id: XId,
    status: z.string(),
    upload_url: orNone(z.url()),
    download_url: orNone(z.url()),
  }),
})
export const JobResult = z.object({ id: XId, action: z.string(), reason: orNone(z.string()) })

export const ActivityEvent = z.object({
  data: z.object({
    event_type: z.string(),
    event_uuid: orNone(z.coerce.string()),
    filter: orNone(z.object({ user_id: orNone(XId) })),
    payload: z.unknown(),
    includes: Includes.nullish().catch(undefined),
  }),
})
