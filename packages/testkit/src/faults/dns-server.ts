import { createSocket } from 'node:dgram'
import type { LookupAddress } from 'node:dns'
import { Resolver } from 'node:dns/promises'
import { isIPv6 } from 'node:net'

type Kind = 'A' | 'AAAA' | 'CNAME'
/** What one question is told: addresses of the kind asked for, or `CNAME name`, which is followed. */
type Answer = string[]
/** By name: the answers to its first question of a kind, its second, …; the last is repeated. Absent: it has none of that kind. */
export type Zone = Record<string, Partial<Record<'A' | 'AAAA', Answer[]>>>

const codes: Record<Kind, number> = { A: 1, CNAME: 5, AAAA: 28 }
type Lookup = (
  name: string,
  options: object,
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void

export type DnsServer = AsyncDisposable & {
  /** `A name` and `AAAA name`, in the order they were asked. */
  readonly asked: string[]
  /** In place of `dns.lookup`: asks this server, over the wire, for both kinds of address, as the system's resolver would. */
  readonly lookup: Lookup
}

/** A name server of the test's own on loopback, which may say something else at the second look (RFC 1035, no more of it than that takes). */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, kind } = questionOf(query)
    const told = zone[name]?.[kind]
    const answer = told?.[Math.min(asked.filter((q) => q === `${kind} ${name}`).length, told.length - 1)]
    asked.push(`${kind} ${name}`)
    socket.send(reply(query, kind, answer ?? [], name in zone), from.port, from.address)
  })
  await new Promise<void>((bound) => socket.bind(0, '127.0.0.1', bound))
  const resolver = new Resolver({ timeout: 2_000, tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return {
    asked,
    lookup: (name, _options, done) => {
      both(resolver, name).then(
        (found) => done(null, found),
        (error: Error) => done(error, []),
      )
    },
    [Symbol.asyncDispose]: () => new Promise((closed) => void socket.close(() => closed())),
  }
}

/** A name without one kind of address is no failure, one without any is. */
async function both(resolver: Resolver, name: string): Promise<LookupAddress[]> {
  const none = (error: { code?: string }) => (error.code === 'ENODATA' ? [] : Promise.reject(error))
  const found = await Promise.all([resolver.resolve4(name).catch(none), resolver.resolve6(name).catch(none)])
  if (found.flat().length === 0) throw new Error('no address')
  return found.flat().map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
}

const HEADER = 12

function questionOf(query: Buffer): { name: string; kind: 'A' | 'AAAA' } {
  const labels: string[] = []
  let at = HEADER
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return {
    name: labels.join('.').toLowerCase(),
    kind: query.readUInt16BE(at + 1) === codes.AAAA ? 'AAAA' : 'A',
  }
}

/** The question again, then a record for each answer; what follows a CNAME is a record of the name it gives. */
function reply(query: Buffer, kind: 'A' | 'AAAA', answer: Answer, known: boolean): Buffer {
  const header = Buffer.from(query.subarray(0, HEADER))
  header.writeUInt16BE(known ? 0x8580 : 0x8583, 2) // an authoritative answer; or: there is no such name
  header.writeUInt16BE(answer.length, 6)
  header.writeUInt32BE(0, 8)
  const question = query.subarray(HEADER, query.indexOf(0, HEADER) + 5)
  let owner: Buffer = Buffer.from([0xc0, HEADER]) // "the name in the question"
  const records = answer.map((one) => {
    const target = /^CNAME (.+)$/.exec(one)?.[1]
    const written = record(owner, target ? 'CNAME' : kind, target ? nameBytes(target) : addressBytes(one))
    if (target) owner = nameBytes(target)
    return written
  })
  return Buffer.concat([header, question, ...records])
}

function record(owner: Buffer, kind: Kind, data: Buffer): Buffer {
  const fixed = Buffer.alloc(10) // type, class, time to live (none: whoever looks again asks again), length
  fixed.writeUInt16BE(codes[kind], 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([owner, fixed, data])
}

const nameBytes = (name: string): Buffer =>
  Buffer.from(
    `${name
      .split('.')
      .map((label) => String.fromCharCode(label.length) + label)
      .join('')}\0`,
    'latin1',
  )

/** IPv6 is given in full, eight groups. */
const addressBytes = (address: string): Buffer =>
  isIPv6(address)
    ? Buffer.from(
        address
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
        'hex',
      )
    : Buffer.from(address.split('.').map(Number))
