import { z } from 'zod'
import { CaseSummary, Lane } from './case.ts'
import { Id } from './route.ts'

/** Under an hour, under a day, one to three days, older. */
export const queueAges = ['hour', 'day', 'three_days', 'older'] as const

/** Practice is never counted with real posts: a queue shows one or the other. */
export const queuePosts = ['real', 'practice'] as const

export const QueueQuery = z.object({
  /** Where not said: real ones as soon as the deployment holds any. */
  posts: z.enum(queuePosts).optional(),
  lane: Lane.optional(),
  state: z.enum(['open', 'held', 'concluded', 'decided', 'waiting']).default('waiting'),
  product: z.string().optional(),
  lang: z.string().optional(),
  /** A market of the programme, as it is written there. */
  market: z.string().max(60).optional(),
  /** How long ago the post was received. */
  age: z.enum(queueAges).optional(),
  programme: Id.optional(),
  mine: z.stringbool().default(false),
  search: z.string().max(200).optional(),
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export const QueuePage = z.object({
  /** Which posts are counted, and shown unless a search or a person's own cases are. */
  posts: z.enum(queuePosts),
  /** Whether the deployment holds the others too. */
  both: z.boolean(),
  lanes: z.array(z.object({ lane: Lane, waiting: z.int(), late: z.int() })),
  held: z.int(),
  concluded: z.int(),
  mine: z.int(),
  products: z.array(z.string()),
  langs: z.array(z.string()),
  /** Markets of the programmes whose cases wait. */
  markets: z.array(z.string()),
  items: z.array(CaseSummary),
  next: z.string().nullable(),
})
export type QueuePage = z.infer<typeof QueuePage>
