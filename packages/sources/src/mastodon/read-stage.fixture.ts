import { createHash } from 'node:crypto'
import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { byDate, fromTheTop } from '../faults/world.fixture.ts'
import { answer } from '../recorded.fixture.ts'
import { mastodonAdapter } from './adapter.ts'
import { about, absent, hoot, start } from './played.fixture.ts'
import { idAt } from './snowflake.ts'

const common = {
  platform: 'mastodon' as const,
  absent: absent ? 'recorded traffic' : null,
  startMs: start,
  pageSize: 2,
  everyMs: 10 * minuteMs,
  id: (_n: number, _host: string, atMs: number) => idAt(atMs),
  limited: (untilMs: number) => ({
    status: 429,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': new Date(untilMs).toISOString() },
  }),
  otherShape: '{"error":"not a list"}',
}
const recorded = absent ? {} : hoot()
const statusOf = ({ atMs, words }: { atMs: number; words: string }) => ({
  ...recorded,
  ...{ id: idAt(atMs), created_at: new Date(atMs).toISOString(), content: `<p>${words}</p>` },
})

/** Tests only: the recorded post, as a hashtag that is read upwards from an id. */
export const mastodonTag: ReadStage = {
  ...common,
  name: 'Mastodon, hashtag',
  at: '/api/v1/timelines/tag/hoot',
  lane: () => 'tag:hoot',
  open: (origin, deps) => mastodonAdapter.open({ server: origin, tags: ['hoot'], everyMinutes: 10 }, deps),
  answers: ({ held: all, pageSize, circles }, { path, query }) => {
    const held = byDate(all)
    if (path === '/api/v2/instance') return about()
    if (!path.endsWith('/tag/hoot')) return undefined
    const from = query.get('min_id')
    const above = held.filter(({ atMs }) => from !== null && BigInt(idAt(atMs)) > BigInt(from))
    // In a circle it takes no notice of where it is asked from.
    const found =
      from === null ? held.slice(-pageSize) : circles ? held.slice(0, pageSize) : above.slice(0, pageSize)
    return answer('GET /', found.toReversed().map(statusOf))
  },
  exempt: { 'a gap': 'a timeline is read upwards from the last id: nothing is ever out of reach' },
}

/** Tests only: the same post, found by a search from the newest down. A page that is not full ends it. */
export const mastodonSearch: ReadStage = {
  ...common,
  name: 'Mastodon, search',
  at: '/api/v2/search',
  pageSize: 40,
  lane: () => `search:${createHash('sha256').update('zolvara').digest('hex').slice(0, 12)}`,
  open: (origin, deps) =>
    mastodonAdapter.open(
      { server: origin, queries: ['zolvara'], everyMinutes: 10, listen: 'poll' },
      { ...deps, secrets: { token: 'token' } },
    ),
  answers: (world, { path, query }) => {
    if (path !== '/api/v2/search') return undefined
    const below = query.get('max_id')
    const wanted = ({ atMs }: { atMs: number }) =>
      below === null || world.circles || BigInt(idAt(atMs)) < BigInt(below)
    const { items } = fromTheTop({ ...world, circles: false }, null, wanted)
    return answer('GET /', { accounts: [], hashtags: [], statuses: items.map(statusOf) })
  },
  beyond: { items: 1_010, listed: 1_000, reason: 'list.horizon' },
}
