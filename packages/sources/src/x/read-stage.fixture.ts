import { minuteMs, type ReadStage } from '../faults/stage.fixture.ts'
import { fromTheTop } from '../faults/world.fixture.ts'
import { answer } from '../recorded.fixture.ts'
import { xAdapter } from './adapter.ts'
import { contract, events, page, recorded, start } from './played.fixture.ts'
import { idAt } from './snowflake.ts'

/** Tests only: the recorded mention, as the mentions of an account. */
export const xMentions: ReadStage = {
  name: 'X, mentions',
  platform: 'x',
  absent: events.absent ? 'recorded traffic' : null,
  startMs: start,
  at: '/2/users/77/mentions',
  lane: () => 'mentions:77',
  pageSize: 2,
  everyMs: 10 * minuteMs,
  contract,
  open: (origin, deps) =>
    xAdapter.open(
      { server: origin, accounts: ['77'], everyMinutes: 10 },
      { ...deps, secrets: { bearerToken: 'token' } },
    ),
  answers: (world, { path, query }) => {
    if (path !== '/2/users/77/mentions') return undefined
    const since = BigInt(query.get('since_id') ?? 0)
    const { items, next } = fromTheTop(
      world,
      query.get('pagination_token'),
      ({ atMs }) => BigInt(idAt(atMs)) > since,
    )
    const list = items.map(({ atMs, words }) => {
      const id = idAt(atMs)
      const created_at = new Date(atMs).toISOString()
      return {
        ...recorded().payload,
        id,
        conversation_id: id,
        edit_history_tweet_ids: [id],
        text: words,
        created_at,
      }
    })
    return answer('GET /', page(list, next ?? undefined))
  },
  id: (_n, _host, atMs) => idAt(atMs),
  limited: (untilMs) => ({
    status: 429,
    headers: { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Math.ceil(untilMs / 1_000)) },
  }),
  otherShape: '{"data":{"id":"1"}}',
  exempt: { 'a date in the future': 'the platform dates what is written itself' },
  beyond: { items: 803, pageSize: 100, reach: 800, listed: 800, reason: 'list.horizon' },
}
