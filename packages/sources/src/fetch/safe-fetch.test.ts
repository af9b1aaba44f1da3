import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type SafeFetchOptions, safeFetch } from './safe-fetch.ts'

async function serve(answer: RequestListener) {
  const server = createServer(answer)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { origin: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, [Symbol.asyncDispose]: close }
}

type Answer = (
  options: object,
  callback: (error: null, found: { address: string; family: number }[]) => void,
) => void
const resolving = (...addresses: string[]) => {
  const asked: string[] = []
  const lookup = ((name: string, ...rest: Parameters<Answer>) => {
    asked.push(name)
    rest[1](
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }) as unknown as SafeFetchOptions['lookup']
  return { asked, lookup: lookup as NonNullable<typeof lookup> }
}
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fetched',
    (error) => error.code,
  )

describe('an address a stranger chose', () => {
  it.each([
    ['http://127.0.0.1/', 'loopback'],
    ['http://2130706433/', 'decimal'],
    ['http://0177.0.0.1/', 'octal'],
    ['http://0x7f.1/', 'hexadecimal, short'],
    ['http://１２７.0.0.1/', 'full width'],
    ['http://[::1]/', 'IPv6 loopback'],
    ['http://[::ffff:7f00:1]/', 'mapped'],
    ['http://[::127.0.0.1]/', 'IPv4-compatible'],
    ['http://[64:ff9b::7f00:1]/', 'NAT64'],
    ['http://[2002:7f00:1::]/', '6to4'],
    ['http://[fd00::1]/', 'unique local'],
    ['http://169.254.169.254/latest/meta-data', 'cloud metadata'],
    ['http://100.64.0.1/', 'carrier NAT'],
    ['http://198.18.0.1/', 'benchmarking'],
    ['http://10.1.2.3/', 'private'],
    ['http://0.0.0.0/', 'unspecified'],
    ['http://224.0.0.1/', 'multicast'],
  ])('%s is refused (%s)', async (url) => {
    expect(await code(safeFetch().fetch(url))).toBe('fetch.address_refused')
  })

  it.each([
    ['ftp://example.org/', 'fetch.scheme_refused'],
    ['file:///etc/passwd', 'fetch.scheme_refused'],
    ['not an address', 'fetch.scheme_refused'],
    ['http://user:secret@example.org/', 'fetch.credentials_in_address'],
    ['http://example.org:6379/', 'fetch.port_refused'],
  ])('%s ends in %s', async (url, expected) => {
    expect(await code(safeFetch().fetch(url))).toBe(expected)
  })

  it('is refused when any answer to its name is private, and looked up once only', async () => {
    for (const answers of [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], ['::ffff:7f00:1'], []]) {
      const { lookup, asked } = resolving(...answers)
      expect(await code(safeFetch({ lookup }).fetch('http://rebinding.example/'))).toBe(
        'fetch.address_refused',
      )
      expect(asked).toEqual(['rebinding.example'])
    }
  })

  it('reaches nothing offline but what is allowed by name', async () => {
    await using server = await serve((_, reply) => reply.end('here'))
    const http = safeFetch({ offline: true, allow: [server.host] })
    expect((await http.fetch(server.origin)).body.toString()).toBe('here')
    expect(await code(http.fetch('https://example.org/'))).toBe('fetch.offline')
  })
})

describe('a redirect', () => {
  const to =
    (location: string): RequestListener =>
    (_, reply) =>
      reply.writeHead(302, { location }).end()

  it('is followed by hand, and each hop is checked again', async () => {
    await using private_ = await serve((_, reply) => reply.end('secret'))
    await using server = await serve(to(private_.origin))
    expect(await code(safeFetch({ allow: [server.host] }).fetch(server.origin))).toBe('fetch.port_refused')
    const http = safeFetch({ allow: [server.host, private_.host] })
    expect((await http.fetch(server.origin)).url).toBe(`${private_.origin}/`)
  })

  it('to an address inside is refused', async () => {
    await using server = await serve(to('http://169.254.169.254/latest/meta-data'))
    expect(await code(safeFetch({ allow: [server.host] }).fetch(server.origin))).toBe('fetch.address_refused')
  })

  it('to another scheme, or without end, is refused', async () => {
    await using server = await serve(to('file:///etc/passwd'))
    await using loop = await serve(to('/again'))
    const http = safeFetch({ allow: [server.host, loop.host] })
    expect(await code(http.fetch(server.origin))).toBe('fetch.scheme_refused')
    expect(await code(http.fetch(loop.origin))).toBe('fetch.too_many_redirects')
  })

  it('to another origin carries no credentials', async () => {
    const seen: (string | undefined)[] = []
    await using target = await serve((request, reply) => {
      seen.push(
        request.headers.authorization,
        request.headers['x-api-key'] as undefined,
        request.headers.accept,
      )
      reply.end()
    })
    await using server = await serve(to(target.origin))
    const http = safeFetch({ allow: [server.host, target.host] })
    await http.fetch(server.origin, {
      headers: { authorization: 'Bearer s', 'x-api-key': 's', accept: 'a/b' },
    })
    expect(seen).toEqual([undefined, undefined, 'a/b'])
  })
})

describe('a hostile answer', () => {
  it.each([
    ['br', zlib.brotliCompressSync],
    ['gzip', zlib.gzipSync],
    ['deflate', zlib.deflateSync],
    ['zstd', zlib.zstdCompressSync],
  ])('that is a bomb in %s is cut off', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(60_000_000))
    await using server = await serve((_, reply) => reply.setHeader('content-encoding', encoding).end(bomb))
    const http = safeFetch({ allow: [server.host] })
    expect(await code(http.fetch(server.origin, { maxBytes: 50_000_000 }))).toBe('fetch.bomb')
    expect(await code(http.fetch(server.origin, { maxBytes: 500_000 }))).toBe('fetch.too_large')
  })

  it('without end is cut off by size, nested encodings are refused', async () => {
    await using endless = await serve((_, reply) => {
      const timer = setInterval(() => reply.write(Buffer.alloc(65_536, 'x')), 1)
      reply.on('close', () => clearInterval(timer))
    })
    await using nested = await serve((_, reply) => reply.setHeader('content-encoding', 'gzip, gzip').end('x'))
    const http = safeFetch({ allow: [endless.host, nested.host] })
    expect(await code(http.fetch(endless.origin, { maxBytes: 300_000 }))).toBe('fetch.too_large')
    expect(await code(http.fetch(nested.origin))).toBe('fetch.encoding_refused')
  })

  it('that never comes, stalls, drips or breaks off ends in time', async () => {
    await using mute = await serve(() => undefined)
    await using stalled = await serve((_, reply) => void reply.write('x'))
    await using dripping = await serve((_, reply) => {
      const timer = setInterval(() => reply.write('x'), 20)
      reply.on('close', () => clearInterval(timer))
    })
    await using broken = await serve((request, reply) => {
      reply.writeHead(200, { 'content-length': '100' })
      reply.write('half', () => request.socket.resetAndDestroy())
    })
    const allow = [mute.host, stalled.host, dripping.host, broken.host]
    const http = safeFetch({ allow, headersMs: 150, idleMs: 150 })
    expect(await code(http.fetch(mute.origin))).toBe('fetch.timeout')
    expect(await code(http.fetch(stalled.origin))).toBe('fetch.timeout')
    expect(await code(http.fetch(dripping.origin, { totalMs: 300 }))).toBe('fetch.timeout')
    expect(await code(http.fetch(broken.origin))).toBe('fetch.broken_off')
  })

  it('is stopped by the caller', async () => {
    await using mute = await serve(() => undefined)
    const http = safeFetch({ allow: [mute.host] })
    expect(await code(http.fetch(mute.origin, { signal: AbortSignal.timeout(50) }))).toBe('fetch.aborted')
  })
})

describe('an ordinary answer', () => {
  it('comes with its status, headers and decoded body, whatever the status', async () => {
    await using server = await serve((request, reply) => {
      reply.writeHead(418, { 'content-encoding': 'gzip', etag: '"a"' })
      request.pipe(zlib.createGzip()).pipe(reply)
    })
    const http = safeFetch({ allow: [server.host] })
    const answer = await http.fetch(server.origin, { method: 'POST', body: 'grüße' })
    expect([answer.status, answer.headers.get('etag'), answer.body.toString()]).toEqual([418, '"a"', 'grüße'])
  })

  it('can be read as it comes, without a limit on its length', async () => {
    await using server = await serve(async (_, reply) => {
      for (let n = 0; n < 3; n += 1) await new Promise<unknown>((done) => reply.write(`event ${n}\n`, done))
      reply.end()
    })
    const { body } = await safeFetch({ allow: [server.host] }).stream(server.origin)
    let text = ''
    for await (const chunk of body) text += chunk
    expect(text).toBe('event 0\nevent 1\nevent 2\n')
  })
})
