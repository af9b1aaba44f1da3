import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { connect } from '@hark/db'
import { createLogger, createMetrics } from '@hark/runtime'
import { createTestDatabase, seedProgramme, until } from '@hark/testkit'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'
import { isOffline } from './offline.ts'
import { runSources } from './run-sources.ts'

const KEY = '07'.repeat(32)

test.each([
  ['the network is allowed', 'bluesky', {}, { HARK_OFFLINE: false, HARK_FETCH_ALLOW: [] }, false],
  ['practice posts need none', 'practice', {}, { HARK_OFFLINE: true, HARK_FETCH_ALLOW: [] }, false],
  ['a public network', 'bluesky', {}, { HARK_OFFLINE: true, HARK_FETCH_ALLOW: [] }, true],
  ['whatever is asked over HTTP', 'mastodon', {}, { HARK_OFFLINE: true, HARK_FETCH_ALLOW: [] }, true],
  [
    'HTTP with a host allowed: the guarded fetch decides',
    'mastodon',
    {},
    { HARK_OFFLINE: true, HARK_FETCH_ALLOW: ['forum:80'] },
    false,
  ],
  [
    'a server allowed by name',
    'bluesky',
    { urls: ['ws://localhost:9000/x'] },
    { HARK_OFFLINE: true, HARK_FETCH_ALLOW: ['localhost:9000'] },
    false,
  ],
  [
    'one of two allowed by name',
    'bluesky',
    { urls: ['ws://localhost:9000', 'wss://other'] },
    { HARK_OFFLINE: true, HARK_FETCH_ALLOW: ['localhost:9000'] },
    true,
  ],
])('%s', (_, platform, config, rules, offline) => {
  expect(isOffline({ platform, config, reach: [] }, rules)).toBe(offline)
})

test('what lies on this machine, and was said so at its keyboard, is no network', () => {
  const source = { platform: 'bluesky', config: { urls: ['ws://127.0.0.1:9000/x'] } }
  const rules = { HARK_OFFLINE: true, HARK_FETCH_ALLOW: [] }
  expect(isOffline({ ...source, reach: ['127.0.0.1:9000'] }, rules)).toBe(false)
  expect(isOffline({ ...source, reach: ['127.0.0.1:9001'] }, rules)).toBe(true)
})

test('offline, a live source opens no connection, says so, and shows a gap; allowed by name, it connects', async () => {
  const { server, port, met } = await listening()
  await using base = await createTestDatabase()
  const db = connect({ url: base.url(), max: 2 })
  const { sourceId } = await seedProgramme(db)
  const config = JSON.stringify({ urls: [`ws://localhost:${port}`] })
  await db
    .updateTable('source')
    .set({ config: config as never })
    .where('id', '=', sourceId)
    .execute()
  const source = () =>
    db
      .selectFrom('source')
      .select(['state', 'last_error'])
      .where('id', '=', sourceId)
      .executeTakeFirstOrThrow()
  const gaps = () =>
    db
      .selectFrom('coverage_gap')
      .select(['reason', 'state', 'to_at'])
      .where('source_id', '=', sourceId)
      .execute()

  const first = run(base.url('hark_ingest'), {})
  await until('the gap is shown', async () => (await gaps()).length > 0, 20_000)
  await first.stop()
  expect(await source()).toEqual({ state: 'running', last_error: 'offline by configuration' })
  expect(await gaps()).toEqual([{ reason: 'offline by configuration', state: 'open', to_at: null }])
  expect(met()).toBe(0)

  const again = run(base.url('hark_ingest'), {})
  await again.stop()
  expect(await gaps()).toHaveLength(1)

  const allowed = run(base.url('hark_ingest'), { HARK_FETCH_ALLOW: `localhost:${port}` })
  await until('it connects', async () => met() > 0, 20_000)
  await allowed.stop()
  server.close()
  await db.destroy()
}, 60_000)

function run(url: string, more: Record<string, string>) {
  const config = readConfig({
    DATABASE_URL: url,
    HARK_PSEUDONYM_KEY: KEY,
    HARK_PRIVATE_KEY: KEY,
    HARK_OFFLINE: '1',
    ...more,
  })
  const log = createLogger({ service: 'ingest', level: 'silent' })
  const ctx = createContext(config, log, createMetrics('ingest'))
  const stop = new AbortController()
  const done = runSources(ctx, stop.signal)
  return {
    stop: async () => {
      stop.abort()
      await done
      await ctx.db.destroy()
    },
  }
}

async function listening(): Promise<{ server: Server; port: number; met: () => number }> {
  let count = 0
  const server = createServer((socket) => {
    count++
    socket.destroy()
  }).listen(0, 'localhost')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port, met: () => count }
}
