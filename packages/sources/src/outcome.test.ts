import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { type Attempt, attemptOf, classifyAttempt } from './outcome.ts'

const response = (status: number, more: Partial<Attempt & { kind: 'response' }> = {}): Attempt => ({
  kind: 'response',
  status,
  remoteId: null,
  url: null,
  knownShape: true,
  code: null,
  retryAfterMs: null,
  ...more,
})
const failure = (code: string, beforeBytes: boolean): Attempt => ({ kind: 'failure', code, beforeBytes })
const sent = { remoteId: 'r1', url: 'https://example.org/r1' }

describe('what one attempt to write amounts to', () => {
  test.each<[string, Attempt, object]>([
    ['2xx with an id', response(200, sent), { outcome: 'sent', ...sent }],
    ['201 with an id', response(201, sent), { outcome: 'sent', ...sent }],
    ['2xx without an id', response(200), { outcome: 'unknown', reason: 'response.unreadable' }],
    ['204', response(204), { outcome: 'unknown', reason: 'response.unreadable' }],
    [
      '400 of known shape',
      response(400),
      { outcome: 'not_sent', reason: 'platform.invalid', retryable: false },
    ],
    [
      '400 of known name',
      response(400, { code: 'InvalidRequest' }),
      { outcome: 'not_sent', reason: 'platform.invalid:InvalidRequest', retryable: false },
    ],
    ['400 of a proxy', response(400, { knownShape: false }), { outcome: 'unknown', reason: 'http_400' }],
    ['401', response(401), { outcome: 'not_sent', reason: 'platform.credentials', retryable: true }],
    ['401 of a proxy', response(401, { knownShape: false }), { outcome: 'unknown', reason: 'http_401' }],
    ['413', response(413), { outcome: 'not_sent', reason: 'platform.too_large', retryable: false }],
    ['422', response(422), { outcome: 'not_sent', reason: 'platform.invalid', retryable: false }],
    [
      '429',
      response(429, { retryAfterMs: 5_000 }),
      { outcome: 'not_sent', reason: 'platform.rate_limited', retryable: true, retryAfterMs: 5_000 },
    ],
    [
      '429 of a proxy',
      response(429, { knownShape: false }),
      { outcome: 'not_sent', reason: 'platform.rate_limited', retryable: true },
    ],
    ['403, perhaps a duplicate', response(403), { outcome: 'unknown', reason: 'http_403' }],
    ['404', response(404), { outcome: 'unknown', reason: 'http_404' }],
    ['409', response(409), { outcome: 'unknown', reason: 'http_409' }],
    ['a redirect', response(307), { outcome: 'unknown', reason: 'http_307' }],
    ['500', response(500), { outcome: 'unknown', reason: 'http_500' }],
    ['502', response(502, { knownShape: false }), { outcome: 'unknown', reason: 'http_502' }],
    ['503', response(503), { outcome: 'unknown', reason: 'http_503' }],
    [
      'no connection',
      failure('ECONNREFUSED', true),
      { outcome: 'not_sent', reason: 'network.ECONNREFUSED', retryable: true },
    ],
    [
      'a reset after writing',
      failure('ECONNRESET', false),
      { outcome: 'unknown', reason: 'network.ECONNRESET' },
    ],
    ['a timeout', failure('TimeoutError', false), { outcome: 'unknown', reason: 'network.TimeoutError' }],
  ])('%s', (_name, attempt, expected) => {
    expect(classifyAttempt(attempt)).toEqual(expected)
  })
})

describe('what a network error proves', () => {
  const system = (code: string, syscall?: string) =>
    Object.assign(new Error(code), { code, ...(syscall && { syscall }) })

  test.each<[string, unknown, boolean]>([
    ['no such host', system('ENOTFOUND', 'getaddrinfo'), true],
    ['resolver down', system('EAI_AGAIN', 'getaddrinfo'), true],
    ['refused', system('ECONNREFUSED', 'connect'), true],
    ['no route', system('EHOSTUNREACH', 'connect'), true],
    ['no route, on an open connection', system('EHOSTUNREACH', 'read'), false],
    ['connect timed out', system('UND_ERR_CONNECT_TIMEOUT'), true],
    ['a certificate past its date', system('CERT_HAS_EXPIRED'), true],
    ['a certificate of another host', system('ERR_TLS_CERT_ALTNAME_INVALID'), true],
    ['a self-signed certificate', system('DEPTH_ZERO_SELF_SIGNED_CERT'), true],
    ['reset', system('ECONNRESET', 'read'), false],
    ['broken pipe', system('EPIPE', 'write'), false],
    ['closed by the other side', system('UND_ERR_SOCKET'), false],
    ['headers timed out', system('UND_ERR_HEADERS_TIMEOUT'), false],
    [
      'every address refused',
      Object.assign(
        new AggregateError([system('ECONNREFUSED', 'connect'), system('EHOSTUNREACH', 'connect')]),
        { code: 'ECONNREFUSED' },
      ),
      true,
    ],
    [
      'one address reset',
      new AggregateError([system('ECONNREFUSED', 'connect'), system('ECONNRESET', 'read')]),
      false,
    ],
    ['no address at all', new AggregateError([]), false],
    ['nothing known', undefined, false],
    ['a string', 'boom', false],
  ])('%s', (_name, error, beforeBytes) => {
    expect(attemptOf(error)).toMatchObject({ kind: 'failure', beforeBytes })
    expect(attemptOf(new TypeError('fetch failed', { cause: error }))).toMatchObject({ beforeBytes })
  })

  test('fetch itself: refused, unresolved, hung up', async () => {
    const server = createServer((request) => request.socket.destroy())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const post = (to: string) => fetch(to, { method: 'POST', body: 'x' }).then(() => null, attemptOf)

    expect(await post(url)).toMatchObject({ beforeBytes: false })
    await new Promise((resolve) => server.close(resolve))
    expect(await post(url)).toEqual({ kind: 'failure', beforeBytes: true, code: 'ECONNREFUSED' })
    expect(await post('http://host.invalid/')).toMatchObject({ beforeBytes: true })
  })
})
