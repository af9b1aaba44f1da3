import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Exchange } from './cassette.ts'

/** What the next matching request gets instead of, or together with, its recorded answer. */
export type Fault =
  | { status: number; headers?: Record<string, string>; body?: string }
  /** The recorded answer, cut off after so many bytes by a reset. */
  | { cutAfter: number }
  /** The recorded answer a byte at a time, or in so many pieces. */
  | { dripMs: number; pieces?: number }
  /** So many bytes of the recorded answer, and then nothing: the connection stays. */
  | { stallAfter: number }
  /** The recorded answer as it is: the fault after this one is for the next request. */
  | { pass: true }
  /** No answer at all. */
  | { silence: true }

export type Asked = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: string
}

/** Judges a request by a platform's published contract: one sentence a problem. */
export type RequestContract = (asked: Asked) => string[]

export type PlayerOptions = {
  /** Query parameters that differ from run to run (keys, tokens, times) and are not matched. */
  ignore?: readonly string[]
  contract?: RequestContract
  /** Answers what nobody recorded, as the platform would from what it holds; undefined where it knows no answer either. */
  live?: (asked: Asked) => Exchange | undefined
}

export type CassettePlayer = AsyncDisposable & {
  /** `http://127.0.0.1:port`, in place of the platform's own address. */
  readonly origin: string
  /** `127.0.0.1:port`, for the allow-list of `safeFetch`. */
  readonly host: string
  readonly asked: Asked[]
  /** Requests nobody recorded, and breaches of the contract. Disposing throws when there are any. */
  readonly problems: string[]
  /** The next requests, or the next whose path (`/2/tweets`, or `POST /2/tweets`) begins so, meet these faults, one each. */
  fail(faults: readonly Fault[], path?: string): void
  /** Further recordings; for one request the first added are played first, and the last is repeated. */
  add(exchanges: readonly Exchange[]): void
}

/**
 * Serves recorded traffic by method, path and query. Strict: what was not recorded is answered 599, and the test fails. Hosts in
 * `Link` and `Location` become the player's own.
 */
export async function playCassettes(
  exchanges: readonly Exchange[],
  options: PlayerOptions = {},
): Promise<CassettePlayer> {
  const tapes = new Map<string, Exchange[]>()
  const faults: { fault: Fault; path: string }[] = []
  const [asked, problems]: [Asked[], string[]] = [[], []]
  const { ignore = [], contract = () => [], live = () => undefined } = options
  const add = (more: readonly Exchange[]) => {
    for (const one of more) {
      const key = keyOf(one.method, one.url.pathname, one.url.searchParams, ignore)
      tapes.set(key, [...(tapes.get(key) ?? []), one])
    }
  }
  add(exchanges)

  const server = createServer(async (request, reply) => {
    // The clock of who is played is what was recorded, or none.
    reply.sendDate = false
    const one = await readAsked(request)
    asked.push(one)
    problems.push(...contract(one).map((problem) => `${one.method} ${one.path}: ${problem}`))
    const at = faults.findIndex(
      ({ path }) => one.path.startsWith(path) || `${one.method} ${one.path}`.startsWith(path),
    )
    const fault = at < 0 ? undefined : faults.splice(at, 1)[0]?.fault
    const key = keyOf(one.method, one.path, one.query, ignore)
    if (fault && 'silence' in fault) return
    if (fault && 'status' in fault) return void reply.writeHead(fault.status, fault.headers).end(fault.body)
    const tape = tapes.get(key)
    const recorded = (tape && tape.length > 1 ? tape.shift() : tape?.[0]) ?? live(one)
    if (!recorded) {
      problems.push(`not recorded: ${key}`)
      return void reply.writeHead(599).end()
    }
    await answer(recorded, fault, request, reply, `127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin: `http://${host}`,
    host,
    asked,
    problems,
    add,
    fail: (list, path = '') => void faults.push(...list.map((fault) => ({ fault, path }))),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      if (problems.length > 0)
        throw new Error(`The platform would not have understood:\n${problems.join('\n')}`)
    },
  }
}

async function answer(
  { status, headers, body, url }: Exchange,
  fault: Fault | undefined,
  request: IncomingMessage,
  reply: ServerResponse,
  host: string,
): Promise<void> {
  const here = (value: string) => value.replaceAll(url.origin, `http://${host}`)
  for (const [name, value] of headers)
    reply.appendHeader(name, name === 'link' || name === 'location' ? here(value) : value)
  reply.writeHead(status, fault && 'cutAfter' in fault ? { 'content-length': body.length } : {})
  if (fault && 'cutAfter' in fault) {
    reply.flushHeaders()
    return void reply.write(body.subarray(0, fault.cutAfter), () => request.socket.resetAndDestroy())
  }
  if (fault && 'stallAfter' in fault) return void reply.write(body.subarray(0, fault.stallAfter))
  if (!fault || !('dripMs' in fault)) return void reply.end(body)
  const size = Math.max(1, Math.ceil(body.length / (fault.pieces ?? body.length)))
  for (let at = 0; at < body.length && !reply.destroyed; at += size) {
    reply.write(body.subarray(at, at + size))
    await pause(fault.dripMs)
  }
  reply.end()
}

async function readAsked(request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://player.invalid')
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
  return { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body }
}

/** Query parameters in any order are the same request. */
function keyOf(method: string, path: string, query: URLSearchParams, ignore: readonly string[]): string {
  const wanted = [...query]
    .filter(([name]) => !ignore.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const text = new URLSearchParams(wanted).toString()
  return `${method} ${path}${text && `?${text}`}`
}
