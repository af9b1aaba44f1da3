import { z } from 'zod'

const orNone = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined)

/** `{value}` as documented, a bare id as some answers have it; absent where the author's channel is gone. */
const AuthorChannel = z.union([z.object({ value: z.string() }).transform(({ value }) => value), z.string()])

const CommentSnippet = z.object({
  authorDisplayName: orNone(z.string()),
  authorChannelId: orNone(AuthorChannel),
  videoId: orNone(z.string()),
  channelId: orNone(z.string()),
  textOriginal: orNone(z.string()),
  textDisplay: orNone(z.string()),
  parentId: orNone(z.string()),
  moderationStatus: orNone(z.string()),
  publishedAt: orNone(z.string()),
  updatedAt: orNone(z.string()),
})
export const Comment = z.object({ id: z.string().min(1), snippet: CommentSnippet })
export type Comment = z.infer<typeof Comment>

export const Thread = z.object({
  id: z.string().min(1),
  snippet: z.object({
    videoId: orNone(z.string()),
    channelId: orNone(z.string()),
    topLevelComment: z.unknown(),
    totalReplyCount: orNone(z.coerce.number()),
    isPublic: orNone(z.boolean()),
  }),
  replies: orNone(z.object({ comments: z.array(z.unknown()) })),
})
export type Thread = z.infer<typeof Thread>

/** A video of `videos.list`, or a result of `search.list`, which wraps its id. */
export const Video = z.object({
  id: z.union([z.string(), z.object({ videoId: z.string() }).transform(({ videoId }) => videoId)]),
  snippet: z.object({
    publishedAt: orNone(z.string()),
    channelId: orNone(z.string()),
    channelTitle: orNone(z.string()),
    title: orNone(z.string()),
    description: orNone(z.string()),
    defaultLanguage: orNone(z.string()),
  }),
})

export const ListAnswer = z.object({
  items: z.array(z.unknown()).nullish(),
  nextPageToken: orNone(z.string()),
})

/** Google's error, the older list of reasons and the newer details. */
export const Refusal = z.object({
  error: z.object({
    errors: orNone(z.array(z.object({ reason: orNone(z.string()) }))),
    details: orNone(z.array(z.object({ reason: orNone(z.string()) }))),
    status: orNone(z.string()),
  }),
})
