import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fixture } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { nextOf } from './graph.ts'
import { graphTrouble } from './graph-error.ts'
import { metaHook } from './hook.ts'
import { instantOf } from './time.ts'
import { usageOf } from './usage.ts'

const data = fixture('meta/testdata')
const needs = data.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
const now = Date.UTC(2026, 10, 22)
const refusal = (error: object, headers: Record<string, string> = {}, status = 400): HttpResponse => ({
  status,
  headers: new Headers(headers),
  url: '',
  body: Buffer.from(JSON.stringify({ error })),
})

describe('what Meta says', () => {
  it.each([
    [4, 'limited'],
    [17, 'limited'],
    [32, 'limited'],
    [613, 'limited'],
    [80_001, 'limited'],
    [2, 'unavailable'],
    [190, 'refused'],
    [200, 'refused'],
    [100, 'refused'],
  ])('code %i is %s', (code, kind) => {
    expect(graphTrouble(refusal({ code, message: 'x' }), now)).toMatchObject({ kind, code: `graph.${code}` })
    // Also where it is said with 200.
    expect(graphTrouble(refusal({ code }, {}, 200), now)?.kind).toBe(kind)
  })

  it('waits as long as the usage of the business says', () => {
    const usage = {
      '77': [{ type: 'pages', call_count: 100, total_time: 20, estimated_time_to_regain_access: 19 }],
    }
    const headers = { 'x-business-use-case-usage': JSON.stringify(usage) }
    expect(usageOf(new Headers(headers))).toEqual({ percent: 100, regainMs: 19 * 60_000 })
    expect(graphTrouble(refusal({ code: 32 }, headers), now)?.untilMs).toBe(now + 19 * 60_000)
    expect(usageOf(new Headers({ 'x-app-usage': 'nonsense' })).percent).toBe(0)
  })

  it.skipIf(data.absent)(
    `the recorded refusal is of a permission, and not of an object that is gone${needs}`,
    () => {
      const body = readFileSync(`${data.path}/error.json`)
      expect(graphTrouble({ ...refusal({}), body }, now)).toMatchObject({
        kind: 'refused',
        code: 'graph.100',
      })
    },
  )

  it.skipIf(data.absent)(`every recorded page leads to its next, without the token${needs}`, () => {
    const names = readdirSync(data.path, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json'),
    )
    let [pages, followed] = [0, 0]
    for (const name of names) {
      const json = JSON.parse(readFileSync(`${data.path}/${name}`, 'utf8'))
      if (!json.paging?.next) continue
      pages += 1
      const next = nextOf(json)
      expect(next).not.toContain('access_token')
      if (next) followed += 1
    }
    expect(pages).toBeGreaterThan(5)
    expect(followed).toBe(pages)
  })

  it('tells time in two ways', () => {
    expect(instantOf('2021-07-21T21:05:14+0000')).toBe('2021-07-21T21:05:14.000Z')
    expect(instantOf('2021-07-21T21:05:14+0530')).toBe('2021-07-21T15:35:14.000Z')
    expect(instantOf(1_626_901_514)).toBe('2021-07-21T21:05:14.000Z')
    expect([instantOf('soon'), instantOf(null), instantOf(1e300)]).toEqual([null, null, null])
  })
})

describe('webhooks of Meta', () => {
  const secrets = { appSecret: 'secret', verifyToken: 'token' }
  const body = Buffer.from('{"object":"page","entry":[{"message":"\\u00e4"}]}')
  const request = (over: object) => ({
    method: 'POST' as const,
    query: new URLSearchParams(),
    headers: { 'x-hub-signature-256': `sha256=${createHmac('sha256', 'secret').update(body).digest('hex')}` },
    body,
    nowMs: 0,
    ...over,
  })
  const asked = (query: string) =>
    metaHook.handshake?.(request({ method: 'GET', query: new URLSearchParams(query) }), secrets)

  it('are verified by token, and by the raw bytes', () => {
    expect(asked('hub.mode=subscribe&hub.verify_token=token&hub.challenge=42')).toMatchObject({
      status: 200,
      body: '42',
    })
    expect(asked('hub.mode=subscribe&hub.verify_token=other&hub.challenge=42')).toMatchObject({
      status: 403,
      body: '',
    })
    expect(asked('')).toBeNull()
    expect(metaHook.verify(request({}), secrets)).toBe(true)
    expect(
      metaHook.verify(request({ body: Buffer.from(JSON.stringify(JSON.parse(body.toString()))) }), secrets),
    ).toBe(false)
    expect(metaHook.verify(request({}), { verifyToken: 'token' })).toBe(false)
  })
})
