import {
  type PlannedKill,
  planKills,
  redisMissing,
  seededRandom,
  startRedis,
  type TestRedis,
  testSeed,
} from '@hark/testkit'
import { expect, test } from 'vitest'
import { RecordedServer } from '../../packages/sources/src/jetstream/recorded-server.ts'
import {
  expectAtRest,
  expectEffectsOnce,
  expectEveryLine,
  expectLedgerCounts,
  expectPosts,
  foretoldPosts,
} from './check.ts'
import { expectDeskOnce } from './check-desk.ts'
import type { Desk } from './desk.ts'
import { toFeed } from './feed.ts'
import { generateTraffic } from './generate.ts'
import { importStubbornly } from './importing.ts'
import { killAsPlanned, progressOf, type Target, untilSettled } from './killing.ts'
import { deskServices, openDesk, untilArrived } from './open-desk.ts'
import { listenTo, startWorld, type World } from './world.ts'

const IMPORTED = 8_500
const STREAMED = 1_500
const KILLS = 22
/** More, where people work as well: of the api, the publisher, and the clock, which hands cases off. */
const DESK_KILLS = 9
/** For a crowded machine; alone, a run takes under a minute. */
const LONG = 900_000

const seed = testSeed()
console.log(`balance: seed ${seed} (HARK_TEST_SEED=${seed} repeats it)`)

// People work in this run alone: neither api nor publisher nor hand-off asks the queue, so another backend shows nothing new of them.
test(
  '10,000 posts read, cases signed, handed off and answered while services are killed at random: none lost, none twice, every sum zero (queue in Postgres)',
  async () => {
    const deployed = await deskServices()
    await using _ = deployed.forum
    await using world = await startWorld({ env: deployed.env })
    const desk = await openDesk(world, deployed)
    const killed = await runUnderKills(world, seed, { desk })
    expect(killed.length).toBe(KILLS + DESK_KILLS)
    for (const name of ['api', 'publisher', 'clock']) expect(killed).toContain(name)
    await expectDeskOnce(world, desk)
  },
  LONG,
)

test.skipIf(redisMissing)(
  `the same with the queue in Redis, which is killed too, once with all its data lost${redisMissing ? ` (${redisMissing})` : ''}`,
  async () => {
    await using redis = await startRedis()
    await using world = await startWorld({ redisUrl: redis.url })
    const killed = await runUnderKills(world, seed + 1, { redis })
    expect(killed.length).toBeGreaterThanOrEqual(22)
    expect(killed).toContain('redis emptied')
  },
  LONG,
)

type Besides = { redis?: TestRedis; desk?: Desk }

async function runUnderKills(world: World, seed: number, besides: Besides): Promise<Target[]> {
  const { db, deployment, services, programme } = world
  const { redis, desk } = besides
  const imported = generateTraffic(seed, IMPORTED, 'f')
  const feed = toFeed(generateTraffic(seed + 1_000_000, STREAMED, 's'))
  const foretold = [...foretoldPosts(imported), ...feed.stored, ...(desk?.posts ?? [])]
  await using platform = await RecordedServer.start(feed.messages)
  await listenTo(world, platform.url('/subscribe'))

  await Promise.all(['clock', 'classifier', 'ingest'].map((name) => services.keep(name as 'clock')))
  const path = deployment.write('posts.jsonl', imported.lines.map((l) => l.text).join('\n'))
  const importing = importStubbornly(db, deployment, path)
  const judged = progressOf(db, { offered: IMPORTED + feed.messages.length, judged: foretold.length })
  const progress = async () => (desk ? (desk.progress() + (await judged())) / 2 : judged())
  const others = { import: importing.kill, ...(redis && redisKills(redis)) }
  const [killed] = await Promise.all([
    killAsPlanned({ services, importing, plan: planOf(seed, besides), others, progress }, LONG / 3),
    importing.done,
    desk?.work(),
  ])
  if (desk) await untilArrived(world, desk, LONG / 3)
  await untilSettled(db, foretold.length, LONG / 3, () => services.outputs().join('\n'))

  await expectEveryLine(db, 'file posts.jsonl', imported)
  await expectPosts(db, foretold)
  await expectAtRest(db, 0)
  const { flagged, cases } = await expectEffectsOnce(db, programme)
  expect(flagged).toBeGreaterThan(1_000)
  expect(cases).toBeGreaterThan(500)
  await expectLedgerCounts(db)
  await expectHark(world, 'balance')
  await expectHark(world, 'verify')
  expect(services.unexplained()).toEqual([])
  return killed
}

function planOf(seed: number, { redis, desk }: Besides): PlannedKill<Target>[] {
  const random = seededRandom(seed)
  const plan = planKills<Target>(random, ['ingest', 'classifier', 'clock', 'import'], KILLS)
  if (redis) plan.push(...planKills<Target>(random, ['redis', 'redis emptied'], 2))
  if (desk) plan.push(...planKills<Target>(random, ['api', 'publisher', 'clock'], DESK_KILLS))
  return plan.sort((a, b) => a.at - b.at)
}

const redisKills = (redis: TestRedis) => ({
  redis: async () => {
    await redis.kill()
    await redis.start()
    return true
  },
  'redis emptied': async () => {
    await redis.kill()
    await redis.start({ empty: true })
    return true
  },
})

/** The program a person would run to see for themselves. */
async function expectHark({ deployment }: World, command: 'balance' | 'verify'): Promise<void> {
  const process = deployment.hark(command)
  const { code } = await process.ended
  expect(code, process.output()).toBe(0)
}
