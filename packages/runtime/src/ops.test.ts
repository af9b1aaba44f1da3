import { expect, test } from 'vitest'
import { createMetrics } from './metrics.ts'
import { type Readiness, startOps } from './ops.ts'

async function get(port: number, path: string, method = 'GET') {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method })
  return { status: response.status, body: await response.text() }
}

test('alive without any dependency, ready when they are, degraded is still ready', async () => {
  let state: Readiness = {
    ok: true,
    checks: { postgres: { ok: true }, redis: { ok: false, degraded: true } },
  }
  await using ops = await startOps({ port: 0, ready: async () => state })
  expect(await get(ops.port, '/livez')).toEqual({ status: 200, body: 'ok\n' })
  expect(await get(ops.port, '/readyz')).toEqual({ status: 200, body: 'ok\n' })
  expect(JSON.parse((await get(ops.port, '/readyz?verbose')).body)).toEqual(state)

  state = { ok: false, checks: { postgres: { ok: false, code: 'ECONNREFUSED' } } }
  expect(await get(ops.port, '/readyz')).toEqual({ status: 503, body: 'not ready\n' })
  expect((await get(ops.port, '/livez')).status).toBe(200)
})

test('a check that throws or never answers is not ready, within its deadline', async () => {
  const checks = [() => Promise.reject(new Error('down')), () => Promise.withResolvers<Readiness>().promise]
  await using ops = await startOps({ port: 0, readyDeadlineMs: 10, ready: () => checks.shift()?.() as never })
  expect(await get(ops.port, '/readyz?verbose')).toMatchObject({
    status: 503,
    body: expect.stringContaining('failed'),
  })
  expect(await get(ops.port, '/readyz?verbose')).toMatchObject({
    status: 503,
    body: expect.stringContaining('late'),
  })
})

test('once stopping it is not ready though every check passes', async () => {
  await using ops = await startOps({ port: 0, ready: async () => ({ ok: true, checks: {} }) })
  ops.stopping()
  expect((await get(ops.port, '/readyz')).status).toBe(503)
})

test('startup, unknown paths, other methods', async () => {
  let started = false
  await using ops = await startOps({
    port: 0,
    ready: async () => ({ ok: true, checks: {} }),
    started: () => started,
  })
  expect((await get(ops.port, '/startupz')).status).toBe(503)
  started = true
  expect((await get(ops.port, '/startupz')).status).toBe(200)
  expect((await get(ops.port, '/')).status).toBe(404)
  expect((await get(ops.port, '/metrics')).status).toBe(404)
  expect((await get(ops.port, '/livez', 'POST')).status).toBe(405)
  expect(await get(ops.port, '/livez', 'HEAD')).toEqual({ status: 200, body: '' })
})

test('a busy port is an error the caller sees', async () => {
  const ready = async () => ({ ok: true, checks: {} })
  await using first = await startOps({ port: 0, ready })
  await expect(startOps({ port: first.port, ready })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('metrics of this process alone, in the Prometheus format', async () => {
  const metrics = createMetrics('clock')
  createMetrics('api').add('hark_ingest_posts_total', 99, { platform: 'bluesky', outcome: 'stored' })
  metrics.add('hark_ingest_posts_total', 2, { platform: 'bluesky', outcome: 'stored' })
  metrics.set('hark_kill_switch_engaged', 1)
  await using ops = await startOps({
    port: 0,
    registry: metrics.registry,
    ready: async () => ({ ok: true, checks: {} }),
  })
  const { body } = await get(ops.port, '/metrics')
  expect(body).toContain('hark_ingest_posts_total{platform="bluesky",outcome="stored",service="clock"} 2')
  expect(body).toContain('hark_kill_switch_engaged{service="clock"} 1')
})
