import { setTimeout as pause } from 'node:timers/promises'
import { type FaultProxy, redisMissing, startFaultProxy, startRedis } from '@hark/testkit'
import { describe, expect, test } from 'vitest'
import {
  expectAtRest,
  expectEffectsOnce,
  expectEveryLine,
  expectPosts,
  foretoldPosts,
} from '../balance/check.ts'
import { generateTraffic, type Traffic } from '../balance/generate.ts'
import { importHere } from '../balance/importing.ts'
import { untilSettled } from '../balance/killing.ts'
import { startWorld, type World } from '../balance/world.ts'

/** For a crowded machine. */
const LONG = 180_000
/** Work goes on so soon after what it needs is back (trust: 15 s); doubled, for a crowded machine. */
const RESUMES_MS = 30_000
const LINES = 600

const postgresPort = Number(new URL(process.env.HARK_TEST_POSTGRES_URL ?? 'http://none').port || 5432)
const through = (proxy: FaultProxy) => (address: string) => {
  const url = new URL(address)
  url.host = `127.0.0.1:${proxy.port}`
  return url.href
}
const pipeline = ({ services }: World) =>
  Promise.all((['clock', 'classifier'] as const).map((name) => services.keep(name)))

describe('work that waited for a server resumes when it is back', () => {
  test.skipIf(redisMissing)(
    `Redis away for 20 s${redisMissing ? ` (${redisMissing})` : ''}`,
    async () => {
      await using redis = await startRedis()
      await using proxy = await startFaultProxy(redis.port)
      await using world = await startWorld({ redisUrl: `redis://127.0.0.1:${proxy.port}` })
      await pipeline(world)
      const [before, during] = [generateTraffic(1, LINES, 'a'), generateTraffic(2, LINES, 'b')]
      await bring(world, before)
      await proxy.cut()
      await bring(world, during) // storing needs Postgres alone
      await pause(20_000) // the outage itself
      await proxy.mend()
      await resumes(world, [before, during])
      expect(world.services.unexplained()).toEqual([])
    },
    LONG,
  )

  test(
    'Postgres away for 3 s',
    async () => {
      await using proxy = await startFaultProxy(postgresPort)
      await using world = await startWorld({}, { lease: 10, requeue: 10 }, through(proxy))
      await pipeline(world)
      const [before, during] = [generateTraffic(3, LINES, 'a'), generateTraffic(4, LINES, 'b')]
      await bring(world, before)
      await proxy.cut()
      await bring(world, during) // by whoever still reaches it
      await pause(3_000)
      await proxy.mend()
      await resumes(world, [before, during])
      expect(world.services.deaths).toEqual([])
    },
    LONG,
  )
})

test(
  'a line to Postgres that breaks after any number of bytes of an answer, also just after COMMIT was sent, loses and doubles nothing',
  async () => {
    await using proxy = await startFaultProxy(postgresPort)
    await using world = await startWorld()
    const traffic = generateTraffic(5, 1_500)
    const path = world.deployment.write('broken.jsonl', traffic.lines.map((l) => l.text).join('\n'))
    let broken = 0
    for (let bytes = 0; ; bytes += 307) {
      proxy.dropAfter('down', bytes)
      const done = await importHere(world, path, through(proxy)(world.url('hark_ingest'))).catch(() => null)
      if (done) break
      broken += 1
    }
    expect(broken).toBeGreaterThan(10)
    await expectEveryLine(world.db, 'file broken.jsonl', traffic)
    await expectPosts(world.db, foretoldPosts(traffic))
  },
  LONG,
)

let files = 0
async function bring(world: World, traffic: Traffic): Promise<void> {
  const path = world.deployment.write(`${++files}.jsonl`, traffic.lines.map((l) => l.text).join('\n'))
  await importHere(world, path)
}

async function resumes(world: World, brought: Traffic[]): Promise<void> {
  const foretold = brought.flatMap(foretoldPosts)
  const began = performance.now()
  await untilSettled(world.db, foretold.length, RESUMES_MS, () => world.services.outputs().join('\n'))
  console.log(
    `resumed and done ${((performance.now() - began) / 1000).toFixed(1)} s after the server was back`,
  )
  await expectPosts(world.db, foretold)
  await expectAtRest(world.db, 0)
  await expectEffectsOnce(world.db, world.programme)
}
