import { connect, type Db, freePort, passwordMatches, sealer } from '@hark/db'
import {
  PASSWORD,
  type SeededPerson,
  seedManyCases,
  seedPeople,
  seedProgramme,
  startService,
  testKeys,
} from '@hark/testkit'
import { sql } from 'kysely'
import { quantile } from '../figures.ts'
import type { BenchServer } from '../server.ts'
import { Asking } from './asking.ts'
import { readRoutes, workRoutes } from './routes.ts'
import { seedManyReplies } from './seed-replies.ts'

export type Latency = { what: string; p50: number; p99: number }
export type ApiFigures = {
  cases: number
  replies: number
  routes: Latency[]
  /** One row by its key, through a pool as the api has it; and the check of one password, which signing cannot do without. */
  bareSelect: Latency
  barePassword: Latency
}
/** Of so many cases one is answered in public. */
const CASES_A_REPLY = 10
/** Each signature checks a password, which is slow on purpose. */
const MOST_SIGNED = 300

/** Latencies in milliseconds of one person after another against the real api with very many open cases. */
export async function apiFigures(
  server: BenchServer,
  o: { cases: number; requests: number },
): Promise<ApiFigures> {
  const database = await server.create()
  const db = connect({ url: database.url(), max: 10 })
  try {
    const people = await seed(db, o.cases)
    const port = await freePort()
    const api = await startService('api', { url: database.url }, { HARK_PORT: String(port) })
    try {
      await api.ready(60_000)
      const asking = await Asking.signIn(port, people.ana as SeededPerson)
      const ids = await caseIds(db, o.requests)
      const reads = await readRoutes(asking, o.requests, (n) => `word${n % 997}`)
      const work = await workRoutes(asking, ids.slice(0, MOST_SIGNED))
      return {
        cases: o.cases,
        replies: o.cases / CASES_A_REPLY,
        routes: [...reads, ...work].map(latency),
        bareSelect: latency(['a bare SELECT', await bareSelect(db, ids)]),
        barePassword: latency(['a bare check of a password', await barePassword(db)]),
      }
    } finally {
      await api.stop()
    }
  } finally {
    await db.destroy()
  }
}

async function seed(db: Db, cases: number): Promise<Record<string, SeededPerson>> {
  await db.insertInto('deployment').values({ kind: 'practice' }).execute()
  const people = await seedPeople(db, sealer(Buffer.from(testKeys.privateKey, 'hex'), 'totp').seal)
  const programme = await seedProgramme(db)
  await seedManyCases(db, programme, cases)
  const by = { reviewer: people.ben?.id ?? '', author: people.cho?.id ?? '' }
  await seedManyReplies(db, programme, by, cases / CASES_A_REPLY)
  return people
}

async function caseIds(db: Db, count: number): Promise<string[]> {
  const rows = await db.selectFrom('pv_case').select('id').orderBy('id').limit(count).execute()
  return rows.map(({ id }) => id)
}

/** The first are not counted: whoever starts is slow. */
function latency([what, all]: [string, number[]]): Latency {
  const warm = all.slice(Math.min(20, all.length / 10))
  return { what, p50: quantile(warm, 0.5), p99: quantile(warm, 0.99) }
}

async function timedAll<T>(items: readonly T[], one: (item: T) => Promise<unknown>): Promise<number[]> {
  const took: number[] = []
  for (const item of items) {
    const began = performance.now()
    await one(item)
    took.push(performance.now() - began)
  }
  return took
}

const bareSelect = (db: Db, ids: readonly string[]) =>
  timedAll(ids, (id) => db.selectFrom('pv_case').selectAll().where('id', '=', id).execute())

async function barePassword(db: Db): Promise<number[]> {
  const { rows } = await sql<{ hash: string }>`select password_hash as hash from person limit 1`.execute(db)
  return timedAll(Array.from({ length: 50 }), () => passwordMatches(rows[0]?.hash ?? null, PASSWORD))
}
