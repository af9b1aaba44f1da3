import { z } from 'zod'
import { Id, Instant, route } from './route.ts'

export const ListeningQuery = z.object({
  programme: Id.optional(),
  product: z.string().optional(),
  lang: z.string().optional(),
  platform: z.string().optional(),
  from: Instant.optional(),
  to: Instant.optional(),
})
const Point = z.object({
  at: Instant,
  posts: z.int(),
  negative: z.int(),
  neutral: z.int(),
  positive: z.int(),
  possibleAe: z.int(),
})
export const ListeningView = z.object({
  from: Instant,
  to: Instant,
  bucket: z.enum(['minute', 'hour', 'day']),
  practice: z.boolean(),
  series: z.array(Point),
  gaps: z.array(z.object({ source: z.string(), from: Instant, to: Instant.nullable(), reason: z.string() })),
  products: z.array(
    z.object({
      product: z.string(),
      own: z.boolean(),
      posts: z.int(),
      share: z.number(),
      negative: z.int(),
      neutral: z.int(),
      positive: z.int(),
    }),
  ),
  terms: z.array(z.object({ term: z.string(), posts: z.int(), before: z.int() })),
  languages: z.array(z.object({ lang: z.string(), posts: z.int() })),
  platforms: z.array(z.object({ platform: z.string(), posts: z.int() })),
  total: z.int(),
})
export type ListeningView = z.infer<typeof ListeningView>
export const ListeningPost = z.object({
  id: Id,
  at: Instant,
  platform: z.string(),
  lang: z.string().nullable(),
  product: z.string(),
  sentiment: z.enum(['negative', 'neutral', 'positive']),
  author: z.string().nullable(),
  practice: z.boolean(),
  /** Null while the post may be an adverse event and PV has not triaged it. */
  text: z.string().nullable(),
  masked: z.string().nullable(),
})
export const listeningRoutes = {
  overview: route({
    method: 'GET',
    path: '/api/listening',
    summary: 'Volume, sentiment, terms and share of voice; no posting',
    needs: 'listening.read',
    query: ListeningQuery,
    ok: ListeningView,
  }),
  posts: route({
    method: 'GET',
    path: '/api/listening/posts',
    summary: 'Posts behind a point; possible adverse events stay masked until triaged',
    needs: 'listening.read',
    query: ListeningQuery.extend({
      sentiment: z.enum(['negative', 'neutral', 'positive']).optional(),
      cursor: z
        .string()
        .regex(/^[\d:.TZ-]{20,24}\|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    ok: z.object({ items: z.array(ListeningPost), next: z.string().nullable() }),
  }),
}
