import { Agent, type RequestOptions, request } from 'node:http'
import { connect, type Db, freePort, sealer } from '@hark/db'
import {
  PASSWORD,
  type SeededPerson,
  seedManyCases,
  seedPeople,
  seedProgramme,
  startService,
  testKeys,
} from '@hark/testkit'
import { Secret, TOTP } from 'otpauth'
import { quantile } from './figures.ts'
import type { BenchServer } from './server.ts'

export type Latency = { path: string; p50: number; p99: number }
export type ApiFigures = {
  cases: number
  reads: Latency[] /** p50 of a bare read of one row by its key, over one connection. */
  bareRead: number
}

/** The api answers 600 requests a minute to one address; a measurement comes from several of this machine's own. */
const PER_ADDRESS = 500

/** Latencies in milliseconds of one reader after another against the real api with very many open cases. */
export async function apiLatencies(
  server: BenchServer,
  o: { cases: number; requests: number },
): Promise<ApiFigures> {
  const database = await server.create()
  const db = connect({ url: database.url(), max: 2 })
  try {
    await db.insertInto('deployment').values({ kind: 'practice' }).execute()
    const people = await seedPeople(db, sealer(Buffer.from(testKeys.privateKey, 'hex'), 'totp').seal)
    await seedManyCases(db, await seedProgramme(db), o.cases)
    const ids = await db.selectFrom('pv_case').select('id').orderBy('id').limit(o.requests).execute()
    const port = await freePort()
    const api = await startService('api', { url: database.url }, { HARK_PORT: String(port) })
    try {
      await api.ready(60_000)
      const get = await signedIn(port, people.ana as SeededPerson)
      const caseUrls = ids.map(({ id }) => `/api/cases/${id}`)
      return {
        cases: o.cases,
        reads: [
          await latency(
            'GET /api/queue',
            get,
            Array.from({ length: o.requests }, () => '/api/queue'),
          ),
          await latency('GET /api/cases/:id', get, caseUrls),
        ],
        bareRead: await bareRead(
          db,
          ids.map(({ id }) => id),
        ),
      }
    } finally {
      await api.stop()
    }
  } finally {
    await db.destroy()
  }
}

type Get = (path: string, n: number) => Promise<number>

async function latency(path: string, get: Get, urls: readonly string[]): Promise<Latency> {
  const took: number[] = []
  for (const [n, url] of urls.entries()) {
    const began = performance.now()
    const status = await get(url, n)
    if (status !== 200) throw new Error(`${path} answered ${status}`)
    took.push(performance.now() - began)
  }
  const warm = took.slice(Math.min(20, took.length / 10))
  return { path, p50: quantile(warm, 0.5), p99: quantile(warm, 0.99) }
}

async function bareRead(db: Db, ids: readonly string[]): Promise<number> {
  const took: number[] = []
  for (const id of ids) {
    const began = performance.now()
    await db.selectFrom('pv_case').selectAll().where('id', '=', id).execute()
    took.push(performance.now() - began)
  }
  return quantile(took, 0.5)
}

async function signedIn(port: number, person: SeededPerson): Promise<Get> {
  const totp = new TOTP({ secret: Secret.fromBase32(person.totpSecret) }).generate()
  const body = JSON.stringify({ username: person.username, password: PASSWORD, totp })
  const headers = { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` }
  const opened = await fetch(`http://127.0.0.1:${port}/api/session`, { method: 'POST', body, headers })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0]
  if (!opened.ok || !cookie) throw new Error(`signing in answered ${opened.status}`)
  let asked = 0
  let agent = new Agent({ keepAlive: true })
  return (path) => {
    if (asked % PER_ADDRESS === 0)
      agent = new Agent({
        keepAlive: true,
        maxSockets: 1,
        localAddress: `127.0.0.${2 + asked / PER_ADDRESS}`,
      })
    asked += 1
    return ask({ host: '127.0.0.1', port, path, agent, headers: { cookie } })
  }
}

function ask(options: RequestOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const asked = request(options, (res) => res.resume().on('end', () => resolve(res.statusCode ?? 0)))
  asked.on('error', reject).end()
  return promise
}
