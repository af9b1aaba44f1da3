import { type CrashPoint, crashPoints } from '@hark/runtime'
import type { ServiceName } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RecordedServer } from '../../packages/sources/src/jetstream/recorded-server.ts'
import {
  expectAtRest,
  expectEffectsOnce,
  expectLedgerCounts,
  expectPosts,
  foretoldPosts,
} from '../balance/check.ts'
import { toFeed } from '../balance/feed.ts'
import { generateTraffic } from '../balance/generate.ts'
import { importHere } from '../balance/importing.ts'
import { untilSettled } from '../balance/killing.ts'
import { listenTo, startWorld, type World } from '../balance/world.ts'
import { handoffPoints, publisherPoints } from './last-mile-points.ts'

/** For a crowded machine; alone, a point takes some three seconds. */
const LONG = 120_000
const LINES = 60

const owner = (point: CrashPoint): ServiceName => {
  const part = point.split('.')[0] as string
  if (part === 'ingest' || part === 'publisher') return part
  return ['queue', 'classify'].includes(part) ? 'classifier' : 'clock'
}
const ofThePipeline = crashPoints.filter((p) => !handoffPoints.includes(p) && !publisherPoints.includes(p))

describe('a service killed between two effects: what was offered is stored once, judged once, and in the ledger once', () => {
  let world: World
  let platform: RecordedServer
  const messages: string[] = []
  const foretold: string[] = []

  beforeAll(async () => {
    world = await startWorld({}, { lease: 4, requeue: 3 })
    platform = await RecordedServer.start(messages)
    await listenTo(world, platform.url('/subscribe'))
    await Promise.all((['clock', 'classifier', 'ingest'] as const).map((name) => world.services.keep(name)))
  }, LONG)
  afterAll(async () => {
    await world[Symbol.asyncDispose]()
    await platform[Symbol.asyncDispose]()
  }, LONG)

  test.each(ofThePipeline.map((point, i) => [point, i] as const))(
    '%s',
    async (point, i) => {
      const { db, services } = world
      if (owner(point) === 'ingest') stream(i)
      const death = services.oneLife(owner(point), { HARK_CRASH_AT: point })
      if (owner(point) !== 'ingest') await bring(i)
      expect((await death).signal).toBe('SIGKILL')
      await untilSettled(db, foretold.length, LONG / 2, () => services.outputs().join('\n'))
      await expectPosts(db, foretold)
      await expectAtRest(db, 0)
      await expectEffectsOnce(db, world.programme)
      await expectLedgerCounts(db)
    },
    LONG,
  )

  test(
    'afterwards every sum is zero, the ledger is valid, and nothing ended for another reason',
    async () => {
      for (const command of ['balance', 'verify']) {
        const process = world.deployment.hark(command)
        expect((await process.ended).code, process.output()).toBe(0)
      }
      expect(world.services.unexplained()).toEqual([])
    },
    LONG,
  )

  /** New posts at the platform; a reader that connects gets them. */
  function stream(seed: number): void {
    const feed = toFeed(generateTraffic(seed, LINES, `s${seed}x`))
    messages.push(...feed.messages)
    foretold.push(...feed.stored)
  }

  /** New posts in a file, imported by this process: only the service under test dies. */
  async function bring(seed: number): Promise<void> {
    const { deployment } = world
    const traffic = generateTraffic(seed, LINES, `f${seed}x`)
    await importHere(world, deployment.write(`${seed}.jsonl`, traffic.lines.map((l) => l.text).join('\n')))
    foretold.push(...foretoldPosts(traffic))
  }
})
