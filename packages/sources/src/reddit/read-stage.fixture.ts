import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { fromTheTop } from '../faults/world.fixture.ts'
import { answer } from '../recorded.fixture.ts'
import { redditAdapter } from './adapter.ts'
import { absent, comments, inZolvara, listing, start, token } from './played.fixture.ts'

const [comment] = absent ? [] : comments(0)
const nameOf = (n: number) => `t1_zz${n}`

/** Tests only: the recorded comment, as the comments of a community. */
export const redditComments: ReadStage = {
  name: 'Reddit, comments',
  platform: 'reddit',
  absent: absent ? 'recorded traffic' : null,
  startMs: start,
  at: '/r/zolvara/comments',
  lane: () => 'comments:zolvara',
  pageSize: 2,
  everyMs: 10 * minuteMs,
  open: (origin, deps) =>
    redditAdapter.open(
      { server: origin, signIn: origin, everyMinutes: 10, ...inZolvara },
      { ...deps, secrets: { clientId: 'id', clientSecret: 'secret' } },
    ),
  answers: (world, { path, query }) => {
    if (path === '/api/v1/access_token') return token()
    if (!path.startsWith('/r/zolvara/comments')) return undefined
    const { items, next } = fromTheTop(world, query.get('after')?.replace('t1_p', '') ?? null)
    const children = items.map(({ n, words, atMs }) => {
      const told = { id: `zz${n}`, name: nameOf(n), body: words, created_utc: atMs / 1_000 }
      return { ...comment, data: { ...comment?.data, ...told } }
    })
    return answer('GET /', listing(children, next === null ? null : `t1_p${next}`))
  },
  id: nameOf,
  limited: (_untilMs, forMs) => ({
    status: 429,
    headers: { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': String(forMs / 1_000) },
  }),
  otherShape: '{"kind":"Listing","data":{}}',
  beyond: { items: 12, pageSize: 1, listed: 10, reason: 'list.horizon' },
}
