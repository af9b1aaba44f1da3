import { planKills, redisMissing, seededRandom, startRedis, type TestRedis, testSeed } from '@hark/testkit'
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
import { toFeed } from './feed.ts'
import { generateTraffic } from './generate.ts'
import { importStubbornly } from './importing.ts'
import { killAsPlanned, progressOf, type Target, untilSettled } from './killing.ts'
import { listenTo, startWorld, type World } from './world.ts'

const IMPORTED = 8_500
const STREAMED = 1_500
const KILLS = 22
/** For a crowded machine; alone, a run takes under a minute. */
const LONG = 900_000

const seed = testSeed()
console.log(`balance: seed ${seed} (HARK_TEST_SEED=${seed} repeats it)`)

test(
  '10,000 posts while services are killed at random: none lost, none twice, every sum zero (queue in Postgres)',
  async () => {
    await using world = await startWorld()
    const killed = await runUnderKills(world, seed)
    expect(killed.length).toBeGreaterThanOrEqual(20)
  },
  LONG,
)

test.skipIf(redisMissing)(
  `the same with the queue in Redis, which is killed too, once with all its data lost${redisMissing ? ` (${redisMissing})` : ''}`,
  async () => {
    await using redis = await startRedis()
    await using world = await startWorld({ redisUrl: redis.url })
    const killed = await runUnderKills(world, seed + 1, redis)
    expect(killed.length).toBeGreaterThanOrEqual(22)
    expect(killed).toContain('redis emptied')
  },
  LONG,
)

async function runUnderKills(world: World, seed: number, redis?: TestRedis): Promise<Target[]> {
  const { db, deployment, services, programme } = world
  const imported = generateTraffic(seed, IMPORTED, 'f')
  const feed = toFeed(generateTraffic(seed + 1_000_000, STREAMED, 's'))
  const foretold = [...foretoldPosts(imported), ...feed.stored]
  await using platform = await RecordedServer.start(feed.messages)
  await listenTo(db, programme, platform.url('/subscribe'))

  await Promise.all(['clock', 'classifier', 'ingest'].map((name) => services.keep(name as 'clock')))
  const path = deployment.write('posts.jsonl', imported.lines.map((l) => l.text).join('\n'))
  const importing = importStubbornly(db, deployment, path)
  const killed = await killAsPlanned(
    {
      services,
      importing,
      plan: planOf(seed, redis),
      others: { import: importing.kill, ...(redis && redisKills(redis)) },
      progress: progressOf(db, { offered: IMPORTED + feed.messages.length, judged: foretold.length }),
    },
    LONG / 3,
  )
  await importing.done
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

function planOf(seed: number, redis?: TestRedis) {
  const random = seededRandom(seed)
  const plan = planKills<Target>(random, ['ingest', 'classifier', 'clock', 'import'], KILLS)
  if (!redis) return plan
  const redisDies = planKills<Target>(random, ['redis', 'redis emptied'], 2)
  return [...plan, ...redisDies].sort((a, b) => a.at - b.at)
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
