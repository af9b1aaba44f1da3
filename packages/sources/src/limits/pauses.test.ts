import { expect, it } from 'vitest'
import type { SourceDeps } from '../adapter.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import { graphOf, graphServer } from '../meta/graph.ts'
import { youtubeApi } from '../youtube/api.ts'
import { pausesInMemory } from './pauses.ts'
import { polite } from './polite.ts'

const now = Date.parse('2026-11-22T10:00:00Z')
const signal = new AbortController().signal

/** A platform that always answers the same, and counts how often it was asked. */
function platform(status: number, body: unknown, headers: Record<string, string> = {}) {
  const asked: string[] = []
  const http = {
    fetch: async (url: string) => {
      asked.push(url)
      return { status, headers: new Headers(headers), url, body: Buffer.from(JSON.stringify(body)) }
    },
  } as unknown as Http
  return { asked, http }
}

it('a quota that YouTube says is spent is asked for by no other source of the key, and not after a restart', async () => {
  const { asked, http } = platform(403, { error: { errors: [{ reason: 'quotaExceeded' }] } })
  const pauses = pausesInMemory()
  let time = now
  const source = () =>
    youtubeApi(http, { server: 'https://y.example', key: 'k', budgets: undefined, pauses, nowMs: () => time })
  const refused = { kind: 'limited', untilMs: expect.any(Number) }
  await expect(source().list('search', { q: 'a' }, signal)).rejects.toMatchObject(refused)
  await expect(source().list('search', { q: 'b' }, signal)).rejects.toMatchObject(refused)
  expect(asked).toHaveLength(1)
  // Lists are of another bucket, which is not known to be spent.
  await expect(source().list('videos', { id: 'a' }, signal)).rejects.toMatchObject(refused)
  expect(asked).toHaveLength(2)
  time = (await pauses.until('youtube.search')) + 1
  expect(new Date(time).toISOString()).toMatch(/^2026-11-23T08:00/)
  await expect(source().list('search', { q: 'c' }, signal)).rejects.toMatchObject(refused)
  expect(asked).toHaveLength(3)
})

it('what Meta says is used up rests for every source of the token, and after a restart', async () => {
  const usage = [{ call_count: 97, total_time: 1, total_cputime: 1, estimated_time_to_regain_access: 19 }]
  const headers = { 'x-business-use-case-usage': JSON.stringify({ 1: usage }) }
  const { asked, http } = platform(200, { data: [] }, headers)
  const pauses = pausesInMemory()
  let time = now
  const deps: SourceDeps = { http, pauses, secrets: { accessToken: 't' }, nowMs: () => time }
  const get = () => graphOf(deps, { server: graphServer, version: 'v26.0' }).get('1/feed', {}, signal)
  await get()
  const untilMs = now + 19 * 60_000
  await expect(get()).rejects.toMatchObject({ kind: 'limited', code: 'graph.usage', untilMs })
  expect(asked).toHaveLength(1)
  time = untilMs
  await get()
  expect(asked).toHaveLength(2)
})

it('"later" said to one is heard by all that share the pauses, and is never longer than a day', async () => {
  const { asked, http } = platform(429, {}, { 'retry-after': '3155760000' })
  const pauses = pausesInMemory()
  const [one, other] = [polite(http, () => now, pauses), polite(http, () => now, pauses)]
  await one.fetch('https://a.example/1')
  await expect(other.fetch('https://a.example/2')).rejects.toMatchObject({ untilMs: now + 86_400_000 })
  expect(asked).toHaveLength(1)
})
