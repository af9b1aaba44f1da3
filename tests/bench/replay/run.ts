import { connect, type Db, goLive, loadProgrammes } from '@hark/db'
import type { Programme } from '@hark/domain'
import { blueskySource } from '@hark/sources'
import { superviseServices } from '@hark/testkit'
import { sql } from 'kysely'
import { createProgramme, deploy } from '../../balance/deployment.ts'
import { bareCopy } from '../bare.ts'
import { seconds } from '../figures.ts'
import { processorTime, spentSince } from '../processor-time.ts'
import { type BenchServer, PASSWORD } from '../server.ts'
import { type Foretold, foretell } from './foretold.ts'
import { Absence } from './generate.ts'
import { type Memory, MemoryLog } from './memory.ts'
import { productNames } from './names.ts'
import { bareParse, type Outcome, outcomeOf, storedTexts, untilJudged } from './outcome.ts'
import { startPlatform } from './platform.ts'
import { recordedShapes } from './shapes.ts'

export type Replay = {
  hours: number
  seconds: number
  foretold: Foretold
  outcome: Outcome
  connections: number
  /** Milliseconds of processor time an offered post cost, by process, the most first. */
  processorMs: [string, number][]
  memory: Memory[]
  /** Events a second of a bare `JSON.parse`, rows a second of a bare COPY of the posts that were stored. */
  parse: number
  copy: number
}
const NAMES = 5_000
/** How far a reader goes back when it returns; the cursor stands as far in, so that all is offered. */
const REWIND_US = 5_000_000
const services = ['clock', 'classifier'] as const
export const watched = ['ingest', 'classifier', 'clock', 'platform']

/**
 * A reader returns after an absence: the whole network's posts since then come from a server of our own, through the real services,
 * until the last is stored and judged.
 */
export async function replay(
  server: BenchServer,
  o: { posts: number; matched: number; redisUrl?: string; progress: (line: string) => void },
): Promise<Replay> {
  const database = await server.create()
  using deployment = deploy(database.url(), PASSWORD)
  const { products, names } = productNames(NAMES)
  const programmeId = await createProgramme(database.url(), products)
  const plan = { posts: o.posts, matched: o.matched, endUs: (Date.now() - 1_000) * 1_000 }
  const shapes = recordedShapes().filter(({ withPosts }) => withPosts)
  const absence = new Absence({ ...plan, names, shapes })
  const foretold = foretell(absence, 0)
  const db = connect({ url: database.url(), max: 1 })
  await using platform = await startPlatform({ ...plan, names: NAMES })
  await using supervised = superviseServices({
    url: database.url,
    env: { ingest: { HARK_FETCH_ALLOW: new URL(platform.url).host } },
    ...(o.redisUrl && { redisUrl: o.redisUrl }),
  })
  try {
    await Promise.all(services.map((name) => supervised.keep(name)))
    await listen(db, programmeId, platform.url, absence.timeUs(0) + REWIND_US)
    const [began, before, memory] = [performance.now(), processorTime(), new MemoryLog()]
    await supervised.keep('ingest')
    await untilJudged(db, supervised, { foretold, memory, progress: o.progress })
    const took = seconds(began)
    const spent = spentSince(before, processorTime())
    return {
      hours: (absence.timeUs(absence.count) - absence.startUs) / 3.6e9,
      seconds: took,
      foretold,
      connections: platform.told().from.length,
      processorMs: spent.map(([name, ms]) => [name, ms / foretold.offered]),
      memory: watched.flatMap((name) => memory.of(name) ?? []),
      outcome: await outcomeOf(db, deployment),
      parse: bareParse(absence),
      copy: await bareCopy(database, await storedTexts(db)),
    }
  } finally {
    await db.destroy()
  }
}

/** Goes live, and sets the cursor as an operator may: to a time. Nothing reads yet. Threads are not looked up: that server is not ours. */
async function listen(db: Db, programmeId: string, url: string, sinceUs: number): Promise<void> {
  const programme = (await loadProgrammes(db)).get(programmeId) as Programme
  const actor = { id: 'test', kind: 'service' } as const
  const source = blueskySource([url])
  const config = { ...source.config, appView: null }
  await goLive(db, { programme, ...source, config, acknowledgedBy: 'Test Person', actor })
  await sql`update source set cursor = ${String(sinceUs)} where platform = 'bluesky'`.execute(db)
}
