import { routes } from '@hark/contract'
import {
  type Bucket,
  countsBy,
  firstHeard,
  gapsIn,
  type ListeningFilter,
  listeningPosts,
  loadProgrammes,
  productShares,
  showsPractice,
  textsIn,
  volumeSeries,
} from '@hark/db'
import { DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { topTerms } from '../views/terms.ts'

const HOUR = 3_600_000
const TEXTS = 5_000
/** One point a day: a longer period is no plot. */
const MOST_DAYS = 3_660
type Query = {
  programme?: string | undefined
  product?: string | undefined
  lang?: string | undefined
  platform?: string | undefined
  from?: string | undefined
  to?: string | undefined
}

export function listeningRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.listening.overview, async ({ query }) => {
    const filter = await filterOf(ctx, query)
    const bucket = bucketOf(filter)
    const [series, gaps, products, languages, platforms, terms] = await Promise.all([
      volumeSeries(ctx.db, filter, bucket),
      gapsIn(ctx.db, filter),
      productShares(ctx.db, filter),
      countsBy(ctx.db, filter, 'lang'),
      countsBy(ctx.db, filter, 'platform'),
      termsOf(ctx, filter),
    ])
    const total = series.reduce((sum, p) => sum + p.posts, 0)
    return {
      from: filter.from,
      to: filter.to,
      bucket,
      practice: filter.practice,
      series,
      gaps,
      products,
      terms,
      total,
      languages: languages.map(({ value: lang, posts }) => ({ lang, posts })),
      platforms: platforms.map(({ value: platform, posts }) => ({ platform, posts })),
    }
  })

  handle(app, routes.listening.posts, async ({ query: { sentiment, cursor, limit, ...query } }) =>
    listeningPosts(ctx.db, { ...(await filterOf(ctx, query)), sentiment, cursor, limit }),
  )
}

async function filterOf(ctx: ApiContext, q: Query): Promise<ListeningFilter> {
  const practice = await showsPractice(ctx.db, q.programme)
  const to = q.to ?? new Date(ctx.now().getTime() + 1000).toISOString()
  const dayBefore = new Date(Date.parse(to) - 24 * HOUR).toISOString()
  const from = q.from ?? (await firstHeard(ctx.db, practice, dayBefore)) ?? dayBefore
  const days = (Date.parse(to) - Date.parse(from)) / (24 * HOUR)
  if (days < 0 || days > MOST_DAYS)
    throw new DomainError('input.invalid', 'The period ends after it begins, and is of ten years at most.')
  return { ...q, from, to, practice }
}

function bucketOf({ from, to }: ListeningFilter): Bucket {
  const hours = (Date.parse(to) - Date.parse(from)) / HOUR
  if (hours <= 3) return 'minute'
  return hours <= 24 * 7 ? 'hour' : 'day'
}

async function termsOf(ctx: ApiContext, f: ListeningFilter) {
  const before = { ...f, from: new Date(2 * Date.parse(f.from) - Date.parse(f.to)).toISOString(), to: f.from }
  const [now, earlier, programmes] = await Promise.all([
    textsIn(ctx.db, f, TEXTS),
    textsIn(ctx.db, before, TEXTS),
    loadProgrammes(ctx.db),
  ])
  const names = new Set(
    [...programmes.values()]
      .flatMap((p) => p.products.flatMap((d) => [d.brand, d.substance, ...d.names.map((n) => n.name)]))
      .map((n) => n.toLowerCase()),
  )
  return topTerms(now, earlier, names, 40)
}
