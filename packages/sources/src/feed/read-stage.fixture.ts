import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { fromTheTop, type World } from '../faults/world.fixture.ts'
import { podcastAdapter } from '../podcast/adapter.ts'
import { feedAdapter } from './adapter.ts'
import { answer, start } from './reading.fixture.ts'

/** A document of RSS that names its next older part, as RFC 5005 and podcasts' paged feeds do. */
function part(world: World, query: URLSearchParams) {
  const { items, next } = fromTheTop(world, query.get('from'))
  const older =
    next === null ? '' : `<link xmlns="http://www.w3.org/2005/Atom" rel="next" href="/feed?from=${next}"/>`
  const listed = items.map(
    ({ n, words, atMs }) =>
      `<item><guid isPermaLink="false">urn:x:${n}</guid><title>${words}</title><pubDate>${new Date(atMs).toUTCString()}</pubDate></item>`,
  )
  return answer('/feed', `<rss version="2.0"><channel>${older}${listed.join('')}</channel></rss>`)
}

const common = {
  absent: null,
  startMs: start,
  at: '/feed',
  lane: (host: string) => `http://${host}/feed`,
  pageSize: 2,
  everyMs: 10 * minuteMs,
  id: (n: number) => `urn:x:${n}`,
  otherShape: '<rss version="2.0"><chan',
  // The list holds its newest items and says nothing of older ones.
  beyond: { items: 6, reach: 2, listed: 2, reason: 'feed.window_passed' },
}
const answers: ReadStage['answers'] = (world, { path, query }) =>
  path === '/feed' ? part(world, query) : undefined

/** Tests only: a feed in parts. */
export const feedItems: ReadStage = {
  ...common,
  answers,
  name: 'Feeds, items',
  platform: 'feed',
  open: (origin, deps) =>
    feedAdapter.open({ urls: [`${origin}/feed`], everyMinutes: 10, comments: false }, deps),
}

/** Tests only: the same list, as the episodes of a podcast. */
export const podcastEpisodes: ReadStage = {
  ...common,
  answers,
  name: 'Podcasts, episodes',
  platform: 'podcast',
  open: (origin, deps) => podcastAdapter.open({ urls: [`${origin}/feed`], everyMinutes: 10 }, deps),
}
