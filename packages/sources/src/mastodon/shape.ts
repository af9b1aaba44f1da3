import { z } from 'zod'

/** Mastodon sends ids as strings; its relatives now and then a number, taken where it was not rounded. */
export const MastodonId = z.union([z.string().min(1).max(100), z.int().nonnegative().transform(String)])
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

/** What an author chose. Null is "not decided"; absent, a server that does not ask. */
export const Account = z.object({
  id: MastodonId,
  acct: orNone(z.string()),
  username: orNone(z.string()),
  discoverable: orNone(z.boolean()),
  indexable: orNone(z.boolean()),
  noindex: orNone(z.boolean()),
  limited: orNone(z.boolean()),
  suspended: orNone(z.boolean()),
})
export type Account = z.infer<typeof Account>

/** Since 4.4 with a state; shallow within another quote. Relatives quote with the status itself. */
const Quote = z.object({
  state: orNone(z.string()),
  quoted_status: orNone(z.object({ id: MastodonId })),
  quoted_status_id: orNone(MastodonId),
  id: orNone(MastodonId),
})

export const Status = z.object({
  id: MastodonId,
  content: orNone(z.string()),
  spoiler_text: orNone(z.string()),
  visibility: orNone(z.string()),
  language: orNone(z.string()),
  created_at: orNone(z.string()),
  edited_at: orNone(z.string()),
  in_reply_to_id: orNone(MastodonId),
  uri: orNone(z.string()),
  url: orNone(z.string()),
  account: orNone(Account),
  reblog: z.unknown().optional(),
  quote: orNone(Quote),
  media_attachments: listOf(z.object({ type: orNone(z.string()), description: orNone(z.string()) })),
  poll: orNone(z.object({ options: listOf(z.object({ title: z.string() })) })),
  card: orNone(z.object({ title: orNone(z.string()), description: orNone(z.string()) })),
})
export type Status = z.infer<typeof Status>

export const Statuses = z.array(z.unknown())
export const SearchAnswer = z.object({ statuses: z.array(z.unknown()) })
/** How Mastodon says no. */
export const Refusal = z.object({ error: z.string() })
export const ContextAnswer = z.object({ ancestors: z.array(z.unknown()) })

const access = orNone(z.object({ local: orNone(z.string()), remote: orNone(z.string()) }))
/** Of what an instance says of itself, where its stream is and which feeds it shows to whom (4.5). */
export const Instance = z.object({
  configuration: orNone(
    z.object({
      urls: orNone(z.object({ streaming: orNone(z.string()) })),
      timelines_access: orNone(z.object({ live_feeds: access, hashtag_feeds: access })),
    }),
  ),
})
export type Instance = z.infer<typeof Instance>
