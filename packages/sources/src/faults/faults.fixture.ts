import type { Fault } from '@hark/testkit/cassettes'
import { expect } from 'vitest'
import { type FaultName, type Heard, minuteMs, onStage, type ReadStage } from './stage.fixture.ts'
import { items } from './world.fixture.ts'

const hourMs = 60 * minuteMs
type On = Awaited<ReturnType<typeof onStage>>

/** Three pages more than was held before. */
function more(on: On, stage: ReadStage, nowMs: number): void {
  on.world.held.push(...items(on.world.held.length + 1, 3 * stage.pageSize, nowMs))
}

/** Every version of everything the platform holds, once. */
const whole = (on: On, stage: ReadStage): string[] =>
  [
    ...on.world.held.map(({ n, words }) => `${on.idOf(n)} ${words}`),
    ...(stage.beside ?? []).map((id) => `${id} undefined`),
  ].sort()

function expectWhole(heard: Heard, on: On, stage: ReadStage): void {
  expect(heard.versions).toEqual(whole(on, stage))
  expect([heard.rejected, heard.balanced]).toEqual([[], true])
}

/** The gap was told while it lasted, with its reason, and ended as filled. */
function expectWaitedOut(heard: Heard, on: On, stage: ReadStage, reason: RegExp): void {
  const lane = stage.lane(on.player.host)
  const told = heard.gaps.filter((gap) => gap.lane === lane)
  expect(told.map(({ state, to }) => [state, to])).toContainEqual(['open', null])
  expect(told.every((gap) => reason.test(gap.reason))).toBe(true)
  expect(heard.filled).toContain(lane)
}

/** New pages are there, and the second request of the walk to them meets the faults. */
async function struck(
  stage: ReadStage,
  faults: (nowMs: number) => Fault[],
  forMs: number,
): Promise<{ heard: Heard; on: On }> {
  const on = await onStage(stage)
  const heard = await on.read({
    forMs,
    acts: [
      {
        afterMs: 1,
        act: (player, nowMs) => {
          more(on, stage, nowMs)
          player.fail([{ pass: true }, ...faults(nowMs)], stage.at)
        },
      },
    ],
  })
  expectWhole(heard, on, stage)
  return { heard, on }
}

const passing =
  (faults: (stage: ReadStage, nowMs: number) => Fault[], reasons: RegExp | null) =>
  async (stage: ReadStage): Promise<void> => {
    const { heard, on } = await struck(stage, (nowMs) => faults(stage, nowMs), 2 * hourMs)
    await on[Symbol.asyncDispose]()
    if (reasons) expect(heard.reasons.filter((reason) => reasons.test(reason))).not.toEqual([])
  }

const pauseMs = 30 * minuteMs

/** It is left alone for as long as it says, in its own way of saying so. */
async function limited(stage: ReadStage): Promise<void> {
  const inGeneral: Fault = { status: 429, headers: { 'retry-after': String(pauseMs / 1_000) } }
  const faults = (nowMs: number) => [stage.limited?.(nowMs + stage.everyMs + pauseMs, pauseMs) ?? inGeneral]
  const { on } = await struck(stage, faults, 2 * hourMs)
  await on[Symbol.asyncDispose]()
  const longest = Math.max(...waitsOf(on))
  expect(longest).toBeGreaterThanOrEqual(pauseMs - 2 * minuteMs)
  expect(longest).toBeLessThanOrEqual(pauseMs + 2 * minuteMs)
}

const waitsOf = ({ asks }: On) => asks.slice(1).map((ms, at) => ms - (asks[at] as number))

async function longLimit(stage: ReadStage): Promise<void> {
  const faults = Array(4).fill({ status: 429, headers: { 'retry-after': '1500' } })
  const { heard, on } = await struck(stage, () => faults, 4 * hourMs)
  await on[Symbol.asyncDispose]()
  expectWaitedOut(heard, on, stage, /429$/)
  expect(waitsOf(on).filter((ms) => ms >= 1_500_000)).toHaveLength(4)
}

async function circle(stage: ReadStage): Promise<void> {
  await using on = await onStage(stage)
  const heard = await on.read({
    forMs: 4 * hourMs,
    acts: [
      {
        afterMs: 1,
        act: (_player, nowMs) => {
          more(on, stage, nowMs)
          on.world.circles = true
        },
      },
      { afterMs: hourMs, act: () => Object.assign(on.world, { circles: false }) },
    ],
  })
  expectWhole(heard, on, stage)
  expectWaitedOut(heard, on, stage, /^list\.loops$/)
  expect(on.asks.filter((ms) => ms < stage.startMs + hourMs).length).toBeLessThan(60)
}

async function otherWords(stage: ReadStage): Promise<void> {
  await using on = await onStage(stage)
  const before = whole(on, stage)
  const change = () => {
    const newest = on.world.held.at(-1)
    if (newest) newest.words = newest.words.replace('a', 'b')
  }
  const heard = await on.read({ forMs: hourMs, acts: [{ afterMs: 1, act: change }] })
  const n = on.world.held.length
  expect(heard.versions).toEqual([...before, `${on.idOf(n)} word${n}b`].sort())
}

/** A replica that lags, and then a process that is given a cursor of long ago. */
async function backwards(stage: ReadStage): Promise<void> {
  await using on = await onStage(stage)
  const { held } = on.world
  const early = await on.read({ forMs: 1 })
  const heard = await on.read({
    cursor: early.cursor,
    forMs: 3 * hourMs,
    acts: [
      { afterMs: 1, act: (_player, nowMs) => more(on, stage, nowMs) },
      { afterMs: 45 * minuteMs, act: () => Object.assign(on.world, { held: held.slice(0, stage.pageSize) }) },
      { afterMs: 75 * minuteMs, act: () => Object.assign(on.world, { held }) },
      { afterMs: 90 * minuteMs, act: (_player, nowMs) => more(on, stage, nowMs) },
    ],
  })
  const ever = [...new Set([...early.versions, ...heard.versions])].sort()
  expect(ever).toEqual(whole(on, stage))
  expect(heard.versions).toHaveLength(new Set(heard.versions).size)
  const again = await on.read({ cursor: early.cursor, forMs: hourMs })
  expect([...new Set([...early.versions, ...again.versions])].sort()).toEqual(whole(on, stage))
  expect(again.versions).toHaveLength(new Set(again.versions).size)
}

/** Killed with the first new page stored. */
async function killed(stage: ReadStage): Promise<void> {
  await using on = await onStage(stage)
  const first = await on.read({ forMs: 1 })
  more(on, stage, on.clock.ms)
  on.clock.ms += stage.everyMs
  const cut = await on.read({
    cursor: first.cursor,
    forMs: hourMs,
    until: (batches) =>
      batches.some(({ posts }) => posts.some(({ text }) => text.includes(`word${on.world.held.length}a`))),
  })
  const rest = await on.read({ cursor: cut.cursor, forMs: hourMs })
  const ever = [...first.versions, ...cut.versions, ...rest.versions]
  expect([...new Set(ever)].sort()).toEqual(whole(on, stage))
  expect([...first.gaps, ...cut.gaps, ...rest.gaps]).toEqual([])
}

/** Nothing there at first, then three pages, by a clock that is not ours. What is ours is when we had them: day 0 is counted from that. */
const skewed =
  (byMs: number) =>
  async (stage: ReadStage): Promise<void> => {
    await using on = await onStage(stage)
    on.world.held = []
    const first = await on.read({ forMs: 1 })
    on.clock.ms += stage.everyMs
    on.world.held = items(1, 3 * stage.pageSize, on.clock.ms + byMs)
    const [from, then] = [on.clock.ms, await on.read({ cursor: first.cursor, forMs: 3 * hourMs })]
    const versions = [...new Set([...first.versions, ...then.versions])].sort()
    expect(versions).toEqual(whole(on, stage))
    expect(then.versions).toHaveLength(new Set(then.versions).size)
    expect(then.receivedMs.every((ms) => ms >= from && ms <= on.clock.ms)).toBe(true)
    expect([...first.gaps, ...then.gaps]).toEqual([])
  }

/** One item of next year, and all that comes after it. */
async function invented(stage: ReadStage): Promise<void> {
  await using on = await onStage(stage)
  const future = items(stage.pageSize + 1, 1, stage.startMs + 400 * 86_400_000)
  const heard = await on.read({
    forMs: 3 * hourMs,
    acts: [
      { afterMs: 1, act: () => on.world.held.push(...future) },
      { afterMs: hourMs, act: (_player, nowMs) => more(on, stage, nowMs) },
    ],
  })
  expectWhole(heard, on, stage)
  expect(heard.receivedMs.every((ms) => ms <= on.clock.ms)).toBe(true)
}

async function gap(stage: ReadStage): Promise<void> {
  const { beyond } = stage
  if (!beyond) throw new Error('neither exempt nor told how it comes to a gap')
  await using on = await onStage(stage)
  const first = await on.read({ forMs: 1 })
  const {
    items: count,
    afterMs = stage.everyMs + beyond.items * 1_000,
    listed = count,
    pageSize = stage.pageSize,
    reach = on.world.reach,
  } = beyond
  on.clock.ms += afterMs
  Object.assign(on.world, { pageSize, reach })
  const fresh = items(on.world.held.length + 1, count, on.clock.ms)
  on.world.held.push(...fresh)
  const then = await on.read({ cursor: first.cursor, forMs: 1 })
  const told = then.gaps.filter(({ lane }) => lane === stage.lane(on.player.host))
  expect(told).toMatchObject([{ reason: beyond.reason, state: 'lost' }])
  expect(Date.parse(told[0]?.to ?? '')).toBeGreaterThan(Date.parse(told[0]?.from ?? ''))
  const versions = new Set([...first.versions, ...then.versions])
  expect(fresh.slice(-listed).filter(({ n, words }) => !versions.has(`${on.idOf(n)} ${words}`))).toEqual([])
  expect(then.versions).toHaveLength(new Set(then.versions).size)
}

/** How each fault is brought about, and what must hold after it. */
export const faults: Record<FaultName, (stage: ReadStage) => Promise<void>> = {
  '429 with a time': limited,
  '429 without a time': passing(() => [{ status: 429 }], /429/),
  '429 for longer than the window': longLimit,
  '401, then 403': passing(() => [{ status: 401 }, { status: 401 }, { status: 403 }], /40[13]/),
  '500, 502, 503': passing(() => [{ status: 500 }, { status: 502 }, { status: 503 }], /50[023]/),
  'a body cut off': passing(() => [{ cutAfter: 10 }], /broken_off|ECONNRESET/),
  'a body in drops': passing(() => [{ dripMs: 1, pieces: 60 }], null),
  'a body that stalls': passing(() => [{ stallAfter: 10 }, { silence: true }], /fetch\./),
  'pages in a circle': circle,
  'the same id with other bytes': otherWords,
  'an older list, an older cursor': backwards,
  'a page that is none': passing(
    ({ otherShape }) => [
      { status: 200, body: '<html>busy</html>' },
      { status: 200, headers: { 'content-type': 'application/json' }, body: '{"' },
      { status: 200, headers: { 'content-type': 'application/json' }, body: otherShape },
    ],
    /^(answer|feed|list)\./,
  ),
  'an end in mid-list': killed,
  'their clock an hour ahead': skewed(hourMs),
  'their clock an hour behind': skewed(-hourMs),
  'a date in the future': invented,
  'a gap': gap,
}
