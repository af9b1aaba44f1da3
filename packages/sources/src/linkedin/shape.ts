import { z } from 'zod'

const orNone = <T extends z.ZodType>(type: T) => type.nullish().catch(undefined)
const Urn = z.string().min(1).max(400)
const Ms = z.coerce.number()
/** Ids of notifications are longs: where one was too long for a double it came as its digits. */
const LongId = z.union([z.string(), z.number()]).transform(String)

const Words = z.union([z.string(), z.object({ text: z.string() }).transform(({ text }) => text)])
const Decorated = z.object({
  entity: orNone(Urn),
  owner: orNone(Urn),
  actor: orNone(Urn),
  object: orNone(Urn),
  parentComment: orNone(Urn),
  text: orNone(Words),
  message: orNone(Words),
})
export type Decorated = z.infer<typeof Decorated>

/** One action on a page of ours, pushed or pulled. */
export const Notification = z.object({
  notificationId: LongId,
  action: z.string(),
  organizationalEntity: orNone(Urn),
  sourcePost: orNone(Urn),
  decoratedSourcePost: orNone(Decorated),
  generatedActivity: orNone(Urn),
  decoratedGeneratedActivity: orNone(z.object({ comment: orNone(Decorated), share: orNone(Decorated) })),
  lastModifiedAt: orNone(Ms),
})
export type Notification = z.infer<typeof Notification>

export const Push = z.object({ type: z.string(), notifications: z.array(z.unknown()) })

const Stamp = z.object({ time: orNone(Ms), actor: orNone(Urn) })
/** A comment of the social actions API. */
export const Comment = z.object({
  $URN: orNone(Urn),
  id: orNone(LongId),
  actor: orNone(Urn),
  object: orNone(Urn),
  parentComment: orNone(Urn),
  message: Words,
  created: orNone(Stamp),
  lastModified: orNone(Stamp),
})

const Titled = z.object({
  title: orNone(z.string()),
  description: orNone(z.string()),
  altText: orNone(z.string()),
})
/** A post of the Posts API. */
export const LinkedinPost = z.object({
  id: Urn,
  author: orNone(Urn),
  commentary: orNone(z.string()),
  publishedAt: orNone(Ms),
  createdAt: orNone(Ms),
  lastModifiedAt: orNone(Ms),
  lifecycleState: orNone(z.string()),
  visibility: orNone(z.string()),
  lifecycleStateInfo: orNone(z.object({ isEditedByAuthor: orNone(z.boolean()) })),
  reshareContext: orNone(z.object({ parent: orNone(Urn), root: orNone(Urn) })),
  content: orNone(
    z.object({
      media: orNone(Titled.extend({ id: orNone(Urn) })),
      article: orNone(Titled),
      multiImage: orNone(z.object({ images: orNone(z.array(Titled)) })),
      poll: orNone(z.object({ question: orNone(z.string()) })),
    }),
  ),
})
export type LinkedinPost = z.infer<typeof LinkedinPost>

export const Listed = z.object({
  elements: z.array(z.unknown()),
  paging: orNone(z.object({ total: orNone(z.number()) })),
})
export const Subscription = z.object({ webhook: orNone(z.string()), expiresAt: orNone(Ms) })
export const Refusal = z.object({ code: orNone(z.string()), message: orNone(z.string()) })
