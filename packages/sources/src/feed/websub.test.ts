import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { HookRequest } from '../hook/hook.ts'
import { callbackFor, websubHook } from './websub.ts'

const [topic, websub] = ['https://blog.example/feed', 'a secret']
const request = (over: Partial<HookRequest> = {}): HookRequest => ({
  method: 'GET',
  query: new URL(callbackFor('https://hark.example/api/hooks/1', topic, websub)).searchParams,
  headers: {},
  body: Buffer.alloc(0),
  nowMs: 0,
  ...over,
})
const asked = (fields: Record<string, string>) => {
  const { query } = request()
  for (const [name, value] of Object.entries(fields)) query.set(name, value)
  return request({ query })
}
const subscription = {
  'hub.mode': 'subscribe',
  'hub.topic': topic,
  'hub.challenge': 'c1',
  'hub.lease_seconds': '60',
}

test.each([
  ['the topic we asked for', subscription, 200, 'c1'],
  ['another topic', { ...subscription, 'hub.topic': 'https://other.example/' }, 404, ''],
  ['an end we did not ask for', { ...subscription, 'hub.mode': 'unsubscribe' }, 404, ''],
  ['an address that was made up', { ...subscription, topic: 'guess' }, 404, ''],
  ['no challenge', { 'hub.mode': 'subscribe', 'hub.topic': topic }, 404, ''],
])('a hub that verifies %s', (_, fields, status, body) => {
  expect(websubHook.handshake?.(asked(fields), { websub })).toMatchObject({ status, body })
})

test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
  'a push signed with %s is the hub’s, one changed bit is not',
  (method) => {
    const body = Buffer.from('<feed/>')
    const sign = (bytes: Buffer) => `${method}=${createHmac(method, websub).update(bytes).digest('hex')}`
    const pushed = (signature: string) =>
      websubHook.verify(request({ method: 'POST', body, headers: { 'x-hub-signature': signature } }), {
        websub,
      })
    expect([pushed(sign(body)), pushed(sign(Buffer.from('<feeb/>'))), pushed(''), pushed('md5=00')]).toEqual([
      true,
      false,
      false,
      false,
    ])
  },
)
