import { type Exchange, type Fault, playCassettes } from '@hark/testkit/cassettes'
import { safeFetch } from '../fetch/safe-fetch.ts'
import type { Batch, SourceState } from '../source.ts'
import { feedAdapter } from './adapter.ts'
import type { FeedConfig } from './config.ts'

export const start = Date.UTC(2026, 10, 22)

/** What a server answers at a path. */
export const answer = (
  path: string,
  body: string | Buffer,
  headers: [string, string][] = [],
  status = 200,
): Exchange => ({
  method: 'GET',
  url: new URL(path, 'http://feed.recorded'),
  status,
  headers: [['content-type', 'application/xml'], ...headers],
  body: Buffer.from(body),
})
/** Tests only: a feed of these items; "c" has comments. */
export const rss = (items: string[], head = '') =>
  `<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>${head}${items.map((id) => `<item><guid>urn:x:${id}</guid><title>${id}</title>${id === 'c' ? '<wfw:commentRss>/comments</wfw:commentRss>' : ''}</item>`).join('')}</channel></rss>`

type Look = {
  minutes?: number
  faults?: Fault[]
  cursor?: string | null
  config?: Partial<FeedConfig>
  secrets?: Record<string, string>
}

/** Tests only: reads a feed for so many minutes of a clock that moves only when the source waits. */
export async function reading(
  exchanges: Exchange[],
  { minutes = 1, faults = [], cursor = null, config = {}, secrets = {} }: Look = {},
) {
  await using platform = await playCassettes(exchanges)
  platform.fail(faults, '/feed')
  const [stop, states, batches] = [new AbortController(), [] as SourceState[], [] as Batch[]]
  let now = start
  const source = feedAdapter.open(
    { urls: [`${platform.origin}/feed`], ...config },
    {
      http: safeFetch({ allow: [platform.host], headersMs: 400, idleMs: 400 }),
      secrets,
      nowMs: () => now,
      random: () => 1,
      onState: (state) => states.push(state),
      sleep: async (ms) => {
        now += ms
        if (now - start > minutes * 60_000) stop.abort()
      },
    },
  )
  for await (const batch of source.read(stop.signal, cursor)) batches.push(batch)
  const here = (text: string) => text.replaceAll(platform.origin, '')
  return {
    batches,
    states,
    asked: platform.asked.map(({ path, headers }) => ({ path, headers })),
    ids: batches.flatMap(({ posts }) => posts.map(({ externalId }) => here(externalId))),
    posts: batches.flatMap(({ posts }) => posts),
    removals: batches.flatMap(({ removals }) => removals),
    gaps: batches.flatMap(({ gap }) => gap ?? []),
    cursor: batches.at(-1)?.cursor ?? null,
    here,
  }
}
