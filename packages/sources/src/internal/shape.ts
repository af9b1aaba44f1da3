import { z } from 'zod'

const orNone = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined)
const text = orNone(z.string())
const Id = z.union([z.string().min(1).max(500), z.int().transform(String)])

export const OwnPost = z.object({
  id: Id,
  text: z.string(),
  at: text,
  author: orNone(z.object({ id: orNone(Id), name: text })),
  lang: text,
  url: text,
  reply_to: orNone(Id),
  thread: orNone(Id),
  edited_at: text,
  private: orNone(z.boolean()),
})
export type OwnPost = z.infer<typeof OwnPost>

const SlackFile = z.object({ title: text, name: text, mimetype: text, alt_txt: text })
export const SlackMessage = z.object({
  ts: z.string().regex(/^\d+\.\d+$/),
  thread_ts: text,
  subtype: text,
  bot_id: text,
  user: text,
  text,
  edited: orNone(z.object({ ts: text })),
  files: orNone(z.array(SlackFile)),
})
export type SlackMessage = z.infer<typeof SlackMessage>

export const SlackEvent = z.object({
  team_id: text,
  event: z.looseObject({
    type: z.string(),
    subtype: text,
    channel: text,
    channel_type: text,
    deleted_ts: text,
    message: z.unknown().optional(),
  }),
})

export const TeamsMessage = z.object({
  id: Id,
  text,
  timestamp: text,
  locale: text,
  replyToId: orNone(Id),
  from: orNone(z.object({ id: text, name: text, aadObjectId: text })),
  conversation: orNone(z.object({ id: text, conversationType: text })),
  attachments: orNone(
    z.array(z.object({ contentType: text, name: text }).catch({ contentType: null, name: null })),
  ),
})

export const MattermostMessage = z.object({
  post_id: Id,
  team_domain: text,
  channel_id: Id,
  user_id: text,
  user_name: text,
  text: z.string(),
  timestamp: orNone(
    z.union([
      z.number(),
      z
        .string()
        .regex(/^\d+(\.\d+)?$/)
        .transform(Number),
    ]),
  ),
})
