import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Exchange, fixture, playCassettes, readCassette } from '@hark/testkit/cassettes'
import { answer, means } from '../recorded.fixture.ts'
import { redditAdapter } from './adapter.ts'

/** Tests only: exchanges with the real Reddit, and items of other times made of them. */
const folder = fixture('reddit/cassettes/tests/integration/cassettes')
export const absent = folder.absent
export const needs = absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
export const cassette = (name: string): Exchange[] => readCassette(join(folder.path, `${name}.json`))

export type RecordedThing = { kind: string; data: Record<string, unknown> }

/** Every post and comment of every listing, wherever it stands; private messages are none. */
export function things(): RecordedThing[] {
  known ??= readdirSync(folder.path).flatMap((name) =>
    readCassette(join(folder.path, name)).flatMap(({ body }) => within(jsonOr(body))),
  )
  return known
}
let known: RecordedThing[] | undefined

function within(json: unknown): RecordedThing[] {
  if (json === null || typeof json !== 'object') return []
  const { kind, data } = json as Partial<RecordedThing>
  const isOne =
    (kind === 't1' || kind === 't3') && data !== undefined && data.body !== null && !('was_comment' in data)
  return [...(isOne ? [json as RecordedThing] : []), ...Object.values(json).flatMap(within)]
}

function jsonOr(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}

export const start = Date.UTC(2026, 10, 22, 10)
const first = (): RecordedThing => {
  const listed = cassette('TestSubredditListings.test_comments').find(({ method }) => method === 'GET')
  return JSON.parse(String(listed?.body)).data.children[0]
}

/** The recorded comment, as comments of so many seconds before the start. */
export const comments = (...agoSeconds: number[]): RecordedThing[] => {
  const { kind, data } = first()
  return agoSeconds.map((ago) => {
    const id = `z${(100_000_000 - ago).toString(36)}`
    const changed = { id, name: `t1_${id}`, body: `words ${ago}`, created_utc: start / 1000 - ago }
    return { kind, data: { ...data, ...changed } }
  })
}
export const idsOf = (list: RecordedThing[]) => list.map(({ data }) => String(data.name))
export const listing = (children: unknown[], after: string | null = null) => ({
  kind: 'Listing',
  data: { modhash: '', children, after, before: null },
})
export const page = (body: unknown, after: string | null = null) =>
  answer(`GET /r/zolvara/comments/?limit=100${after === null ? '' : `&after=${after}`}&raw_json=1`, body)
export const token = (expires_in = 3_600) =>
  answer('POST /api/v1/access_token', {
    access_token: 'granted',
    token_type: 'bearer',
    expires_in,
    scope: '*',
  })

export async function play(exchanges: Exchange[], config: object, stopAfterMs = 1) {
  const player = await playCassettes(exchanges)
  const tools = means(player, start, stopAfterMs)
  const source = redditAdapter.open(
    { server: player.origin, signIn: player.origin, everyMinutes: 1, ...config },
    { ...tools.deps, secrets: { clientId: 'id', clientSecret: 'secret' } },
  )
  return { player, source, ...tools }
}
export const inZolvara = { communities: ['zolvara'], listen: ['comments'] }
