import type { ServerResponse } from 'node:http'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { json, LocalPds, type WriteFault } from './local-pds.ts'
import { order, patient, publisherAt } from './sample-orders.ts'

const writes = (pds: LocalPds) => pds.calls.filter((call) => call.endsWith('putRecord')).length

describe('a server that fails at the write', () => {
  const bomb = brotliCompressSync(Buffer.alloc(8 * 1024 * 1024, 0x20))
  const encoded = { 'content-type': 'application/json', 'content-encoding': 'br' }
  const hangUp = (response: ServerResponse) => void response.socket?.destroy()
  const error =
    (status: number, name: string, headers = {}) =>
    (response: ServerResponse) =>
      json(response, status, { error: name }, headers)

  test.each<[string, boolean, WriteFault['answer'], object]>([
    ['hang up', true, hangUp, { outcome: 'unknown' }],
    ['500', true, error(500, 'InternalServerError'), { outcome: 'unknown', reason: 'http_500' }],
    [
      'a proxy’s 502',
      true,
      (r) => void r.writeHead(502).end('<html>'),
      { outcome: 'unknown', reason: 'http_502' },
    ],
    [
      'an answer without an id',
      true,
      (r) => json(r, 200, {}),
      { outcome: 'unknown', reason: 'response.unreadable' },
    ],
    [
      'a bomb',
      true,
      (r) => void r.writeHead(200, encoded).end(bomb),
      { outcome: 'unknown', reason: 'response.unreadable' },
    ],
    [
      'an endless answer',
      true,
      (r) => void r.writeHead(200).end(Buffer.alloc(2_000_000, 0x20)),
      { outcome: 'unknown', reason: 'response.unreadable' },
    ],
    [
      'half an answer',
      true,
      (r) => void r.writeHead(200, { 'content-length': '99' }).write('{', () => r.destroy()),
      { outcome: 'unknown', reason: 'response.unreadable' },
    ],
    [
      'a redirect',
      false,
      (r) => void r.writeHead(307, { location: '/elsewhere' }).end(),
      { outcome: 'unknown', reason: 'http_307' },
    ],
    ['hang up', false, hangUp, { outcome: 'unknown' }],
    [
      '400',
      false,
      error(400, 'InvalidRequest'),
      { outcome: 'not_sent', reason: 'platform.invalid:InvalidRequest', retryable: false },
    ],
    [
      'a proxy’s 400',
      false,
      (r) => void r.writeHead(400).end('no'),
      { outcome: 'unknown', reason: 'http_400' },
    ],
    ['an unusual 418', false, error(418, 'Teapot'), { outcome: 'unknown', reason: 'http_418' }],
    ['403', false, error(403, 'Forbidden'), { outcome: 'unknown', reason: 'http_403' }],
    [
      '429',
      false,
      error(429, 'RateLimitExceeded', { 'retry-after': '7' }),
      { outcome: 'not_sent', retryable: true, retryAfterMs: 7_000 },
    ],
  ])(
    '%s (record kept: %s): known as it can be, asked once, reconciled, never two',
    async (_name, accepts, answer, expected) => {
      await using pds = await LocalPds.start()
      pds.faults = [{ accepts, answer }]
      const publisher = publisherAt(pds)

      expect(await publisher.send(order('o1'), patient)).toMatchObject(expected)
      expect(writes(pds)).toBe(1)
      expect(await publisher.reconcile(order('o1'), patient)).toMatchObject({
        result: accepts ? 'found' : 'absent',
      })
      expect(await publisher.send(order('o1'), patient)).toMatchObject({ outcome: 'sent' })
      expect(pds.records.size).toBe(1)
    },
  )

  test('no answer in time is unknown, and is found', async () => {
    await using pds = await LocalPds.start()
    pds.faults = [{ accepts: true, answer: () => undefined }]
    const publisher = publisherAt(pds)
    await publisher.reconcile(order('warm up'), patient)

    expect(await publisher.send(order('o1'), AbortSignal.timeout(50))).toEqual({
      outcome: 'unknown',
      reason: 'network.TimeoutError',
    })
    expect(await publisher.reconcile(order('o1'), patient)).toMatchObject({ result: 'found' })
  })

  test('nobody there: certainly not sent', async () => {
    const pds = await LocalPds.start()
    const publisher = publisherAt(pds)
    await publisher.reconcile(order('o1'), patient)
    await pds.stop()

    expect(await publisher.send(order('o1'), patient)).toEqual({
      outcome: 'not_sent',
      reason: 'network.ECONNREFUSED',
      retryable: true,
    })
    expect(await publisherAt(pds).send(order('o1'), patient)).toEqual({
      outcome: 'not_sent',
      reason: 'login.unreachable',
      retryable: true,
    })
    expect(await publisher.reconcile(order('o1'), patient)).toMatchObject({ result: 'cannot_tell' })
  })
})
