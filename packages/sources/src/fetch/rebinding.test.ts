import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { startDnsServer, type Zone } from '@hark/testkit/dns'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SafeFetchOptions, safeFetch } from './safe-fetch.ts'

const PUBLIC = '93.184.215.14'
const LOOPBACK_V6 = '0:0:0:0:0:0:0:1'

/** Where sockets were about to go. Held back there: a test sends nothing to a machine it does not own. */
const headedFor: string[] = []
const onSocket = (message: unknown) => {
  const { socket } = message as { socket: Socket }
  socket.once('lookup', (error, address) => {
    if (error) return
    headedFor.push(address)
    socket.destroy(new Error('held back'))
  })
}
beforeAll(() => subscribe('net.client.socket', onSocket))
beforeEach(() => void headedFor.splice(0))
afterAll(() => void unsubscribe('net.client.socket', onSocket))

const via = (lookup: unknown, allow: string[] = []) =>
  safeFetch({ allow, lookup: lookup as NonNullable<SafeFetchOptions['lookup']> })
const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fetched',
    (error) => error.code,
  )
const asking = (name: string) => [`A ${name}`, `AAAA ${name}`]

describe('a name server that belongs to a stranger', () => {
  it('says a public address at the first look and loopback at the second: one look decides, and the next fetch is refused', async () => {
    await using dns = await startDnsServer({ 'rebinding.example': { A: [[PUBLIC], ['127.0.0.1']] } })
    const http = via(dns.lookup)
    expect(await code(http.fetch('http://rebinding.example/'))).toBe('fetch.connection_failed')
    expect(headedFor).toEqual([PUBLIC])
    expect(dns.asked.toSorted()).toEqual(asking('rebinding.example'))

    expect(await code(http.fetch('http://rebinding.example/'))).toBe('fetch.address_refused')
    expect(headedFor).toEqual([PUBLIC])
    expect(dns.asked).toHaveLength(4)
  })

  it.each<[string, Zone[string], string]>([
    ['leads to a name inside', { A: [['CNAME db.internal', '10.0.0.7']] }, 'fetch.address_refused'],
    ['knows only IPv6, of this machine', { AAAA: [[LOOPBACK_V6]] }, 'fetch.address_refused'],
    ['says one public and one private', { A: [[PUBLIC, '192.168.1.1']] }, 'fetch.address_refused'],
    [
      'says a public IPv4, and IPv6 inside',
      { A: [[PUBLIC]], AAAA: [['fd00:0:0:0:0:0:0:1']] },
      'fetch.address_refused',
    ],
    ['wraps loopback into IPv6', { AAAA: [['0:0:0:0:0:ffff:7f00:1']] }, 'fetch.address_refused'],
    ['names the cloud’s metadata', { A: [['169.254.169.254']] }, 'fetch.address_refused'],
    ['has no address at all', {}, 'fetch.unresolved'],
  ])('%s', async (_, answers, expected) => {
    await using dns = await startDnsServer({ 'hostile.example': answers })
    expect(await code(via(dns.lookup).fetch('http://hostile.example/'))).toBe(expected)
    expect(headedFor).toEqual([])
  })

  it('knows no such name', async () => {
    await using dns = await startDnsServer({})
    expect(await code(via(dns.lookup).fetch('http://hostile.example/'))).toBe('fetch.unresolved')
  })
})

it('a redirect to a name that is private by now is refused at that hop', async () => {
  await using dns = await startDnsServer({ 'rebinding.example': { A: [['127.0.0.1']] } })
  const location = 'http://rebinding.example/'
  const server = createServer((_, reply) => reply.writeHead(302, { location }).end())
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  expect(await code(via(dns.lookup, [host]).fetch(`http://${host}/`))).toBe('fetch.address_refused')
  expect(dns.asked.toSorted()).toEqual(asking('rebinding.example'))
  expect(headedFor).toEqual([])
  server.closeAllConnections()
  server.close()
})
