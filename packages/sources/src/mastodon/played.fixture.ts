import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Exchange, fixture, playCassettes, readCassette } from '@hark/testkit/cassettes'
import { answer, means } from '../recorded.fixture.ts'
import { mastodonAdapter } from './adapter.ts'
import { idAt } from './snowflake.ts'

/** Tests only: exchanges with a real Mastodon 4.6, and posts of other instants made of its own. */
const folder = fixture('mastodon/cassettes/tests')
export const absent = folder.absent
export const needs = absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
export const cassette = (name: string, set = 'cassettes'): Exchange[] =>
  readCassette(join(folder.path, set, `${name}.yaml`))

export type Recorded = Record<string, unknown> & { id: string; account: Record<string, unknown> }

/** Every body and every event of every cassette. */
export function everything(): unknown[] {
  const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  )
  return files
    .flatMap((name) => readCassette(join(folder.path, name)))
    .flatMap(({ body }) => [
      body.toString(),
      ...body
        .toString()
        .split('\n')
        .map((line) => line.replace(/^data: /, '')),
    ])
    .flatMap((text) => {
      try {
        return [JSON.parse(text)]
      } catch {
        return []
      }
    })
}

/** Statuses anywhere within a body. */
export function statusesIn(json: unknown): Recorded[] {
  if (json === null || typeof json !== 'object') return []
  const inner = Object.values(json).flatMap(statusesIn)
  return 'spoiler_text' in json && 'uri' in json ? [json as unknown as Recorded, ...inner] : inner
}

export const hoot = (): Recorded =>
  JSON.parse(
    cassette('test_hashtag_tl')
      .find(({ url }) => url.pathname.endsWith('/hoot'))
      ?.body.toString() ?? '',
  )[0]

export const start = Date.UTC(2026, 7, 1, 14)
/** The recorded post with a hashtag, as posts written so many seconds before the start. */
export const hoots = (...agoSeconds: number[]): Recorded[] =>
  agoSeconds.map((ago) => {
    const at = start - ago * 1000
    return { ...hoot(), id: idAt(at), created_at: new Date(at).toISOString(), content: `<p>hoot ${ago}</p>` }
  })
export const idsOf = (list: { id: string }[]) => list.map(({ id }) => id)

/** `after` is the id asked from: null for the newest page. */
export const page = (after: string | null, list: unknown[] | string) =>
  answer(`GET /api/v1/timelines/tag/hoot?limit=40${after === null ? '' : `&min_id=${after}`}`, list)
export const about = (access: object = {}) =>
  answer('GET /api/v2/instance', { configuration: { timelines_access: access } })

export async function play(
  exchanges: Exchange[],
  config: object = { tags: ['hoot'], everyMinutes: 1 },
  stopAfterMs = 1,
  { token, ignore = [] }: { token?: string; ignore?: string[] } = {},
) {
  const player = await playCassettes(exchanges, { ignore })
  const tools = means(player, start, stopAfterMs)
  const source = mastodonAdapter.open(
    { server: player.origin, ...config },
    { ...tools.deps, ...(token && { secrets: { token } }) },
  )
  return { player, source, ...tools }
}
