import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { HookRequest } from '../hook/hook.ts'
import { internalAdapter } from './adapter.ts'

const nowMs = Date.UTC(2026, 10, 22, 10)
const time = String(nowMs / 1_000)
const request = (
  body: string,
  headers: Record<string, string>,
  over: Partial<HookRequest> = {},
): HookRequest => ({
  method: 'POST',
  query: new URLSearchParams(),
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(body),
  nowMs,
  ...over,
})
const hook = internalAdapter.hook as NonNullable<typeof internalAdapter.hook>
const verify = (one: HookRequest, secret = 'shh') => hook.verify(one, { secret })
const hex = (text: string, key = 'shh') => createHmac('sha256', key).update(text).digest('hex')

describe('what an internal network pushes is taken only as signed', () => {
  it('by Slack, as its own documentation works it out', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c'
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    }
    const then = { nowMs: 1_531_420_700_000 }
    const secret = '8f742231b10e8888abcd99yyyzzz85a5'
    expect(verify(request(body, headers, then), secret)).toBe(true)
    expect(verify(request(`${body} `, headers, then), secret)).toBe(false)
    // Five minutes later it is a replay.
    expect(verify(request(body, headers, { nowMs: 1_531_421_000_000 }), secret)).toBe(false)
    expect(verify(request(body, { ...headers, 'x-slack-request-timestamp': 'NaN' }, then), secret)).toBe(
      false,
    )
  })

  it('by Teams with the bytes its key stands for, by Mattermost with its token, by others with a time', () => {
    const key = Buffer.from('thirty-two bytes of a secret key').toString('base64')
    const mac = createHmac('sha256', Buffer.from(key, 'base64')).update('{"id":"1"}').digest('base64')
    expect(verify(request('{"id":"1"}', { authorization: `HMAC ${mac}` }), key)).toBe(true)
    expect(verify(request('{"id":"2"}', { authorization: `HMAC ${mac}` }), key)).toBe(false)
    expect(verify(request('{"token":"shh"}', {}))).toBe(true)
    expect(verify(request('token=shh&text=a', { 'content-type': 'application/x-www-form-urlencoded' }))).toBe(
      true,
    )
    expect(verify(request('{"token":"shhh"}', {}))).toBe(false)
    expect(verify(request('[]', {}))).toBe(false)
    const own = { 'x-hark-timestamp': time, 'x-hark-signature': `sha256=${hex(`${time}.{}`)}` }
    expect(verify(request('{}', own))).toBe(true)
    expect(verify(request('{}', own, { nowMs: nowMs + 301_000 }))).toBe(false)
    expect(verify(request('{}', own, { method: 'GET' }))).toBe(false)
    expect(verify(request('{"token":""}', {}), '')).toBe(false)
  })

  it('a wrong signature is not mended by a right token', () => {
    expect(verify(request('{"token":"shh"}', { 'x-slack-signature': 'v0=00' }))).toBe(false)
    expect(verify(request('{"token":"shh"}', { authorization: 'HMAC 00' }))).toBe(false)
  })

  it('answers Slack’s question to whoever knows the secret, and to nobody else', () => {
    const body = '{"type":"url_verification","challenge":"abc"}'
    const headers = {
      'x-slack-request-timestamp': time,
      'x-slack-signature': `v0=${hex(`v0:${time}:${body}`)}`,
    }
    expect(hook.handshake?.(request(body, headers), { secret: 'shh' })).toMatchObject({
      status: 200,
      body: '{"challenge":"abc"}',
    })
    expect(hook.handshake?.(request(body, {}), { secret: 'shh' })).toMatchObject({ status: 403 })
    expect(hook.handshake?.(request('{"type":"event_callback"}', {}), { secret: 'shh' })).toBeNull()
    expect(hook.deliveryId?.(request('{"event_id":"Ev1"}', {}))).toBe('Ev1')
    expect(hook.deliveryId?.(request('{}', {}))).toBeNull()
  })
})
