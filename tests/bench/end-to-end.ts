import { connect, type Db } from '@hark/db'
import { type ServiceName, superviseServices, until } from '@hark/testkit'
import { sql } from 'kysely'
import { createProgramme, deploy, PROGRAMME } from '../balance/deployment.ts'
import { generateTraffic, products } from '../balance/generate.ts'
import { bareCopy, bareQueue } from './bare.ts'
import { seconds } from './figures.ts'
import { processorTime, spentSince } from './processor-time.ts'
import { type BenchServer, PASSWORD } from './server.ts'

export type EndToEnd = {
  /** Stored and judged posts a second, from the start of `hark import` to the last post judged. */
  posts: number
  offered: number
  /** Milliseconds of processor time a stored post cost, by process, the most first; empty where that cannot be read. */
  processorMs: [string, number][]
  flaggedShare: number
  /** Rows a second of a bare COPY, items a second of a bare BullMQ loop, just before on the same server. */
  copy: number
  queue: number
}

const LONG = 600_000
const running: ServiceName[] = ['clock', 'classifier', 'ingest', 'publisher', 'api']

/** One run on a fresh database: every service a process of its own, posts from a file by `hark import`, all warm before it counts. */
export async function endToEnd(
  server: BenchServer,
  o: { lines: number; events: number; redisUrl: string | undefined; seed: number },
): Promise<EndToEnd> {
  const database = await server.create()
  using deployment = deploy(database.url(), PASSWORD)
  await createProgramme(database.url(), products)
  const traffic = generateTraffic(o.seed, o.lines, 'b', o.events)
  const texts = traffic.lines.filter((l) => l.fate === 'stored').map((l) => l.text)
  const copy = await bareCopy(database, texts)
  const queue = await bareQueue(database, o.redisUrl, texts.length)
  const db = connect({ url: database.url(), max: 1 })
  await using services = superviseServices({ url: database.url, ...(o.redisUrl && { redisUrl: o.redisUrl }) })
  try {
    await Promise.all(running.map((name) => services.keep(name)))
    const imported = async (name: string, lines: typeof traffic.lines) => {
      const path = deployment.write(name, lines.map((l) => l.text).join('\n'))
      const importing = deployment.hark(
        'import',
        path,
        '--programme',
        PROGRAMME,
        '--acknowledge',
        'Test Person',
      )
      if ((await importing.ended).code !== 0) throw new Error(importing.output())
      await until(
        'all is judged',
        () => allJudged(db),
        LONG,
        () => services.outputs().join('\n'),
      )
    }
    const warm = generateTraffic(o.seed + 1, 500, 'w', o.events)
    await imported('warm.jsonl', warm.lines)
    const [began, before] = [performance.now(), processorTime()]
    await imported('posts.jsonl', traffic.lines)
    const took = seconds(began)
    const spent = spentSince(before, processorTime())
    const { rows } = await sql<{
      share: number
    }>`select avg((outcome = 'flagged')::int)::float as share from post_stage`.execute(db)
    return {
      posts: traffic.counts.stored / took,
      offered: o.lines / took,
      processorMs: spent.map(([name, ms]) => [name, ms / traffic.counts.stored]),
      flaggedShare: rows[0]?.share ?? 0,
      copy,
      queue,
    }
  } finally {
    await db.destroy()
  }
}

/** Nothing waits: asked by the index of what is unfinished, so that asking costs next to nothing. */
async function allJudged(db: Db): Promise<boolean> {
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from post_stage where state in ('pending', 'running')) as open`.execute(db)
  return rows[0]?.open === false
}
