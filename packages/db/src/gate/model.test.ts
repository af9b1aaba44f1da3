import type { ResponseState } from '@hark/domain'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { make } from './gate.fixture.ts'
import { events, fresh } from './model-events.fixture.ts'
import { type Event, gate, type Model, newWorld, openModelGate, type World } from './model-world.fixture.ts'

beforeAll(openModelGate)
afterAll(() => gate[Symbol.asyncDispose]())

/** Takes one step and compares: refused where the model refuses, and the state a person reads is the model's. */
async function take(event: Event, world: World, m: Model, told: string[]): Promise<Model> {
  if (event.only && !event.only(m)) return m
  told.push(event.name)
  const may = event.may(m)
  const failure = await event.run(world).then(
    () => null,
    (err: Error) => err,
  )
  expect(failure?.message ?? null, told.join(' → ')).toEqual(may ? null : expect.any(String))
  const after = may ? { ...m, ...event.next(m) } : m
  const state = await make(gate.admin, '(select state from gate.response_status where id = $1)', [
    world.response,
  ])
  expect(state, told.join(' → ')).toBe(after.state)
  return after
}

const began: Model = { state: 'drafted', stopped: false, signerActive: true, byHand: false, ...fresh }
const named = (name: string) => events.find((e) => e.name === name) as Event

/** A way to every state. */
const ways: Record<Exclude<ResponseState, 'taken'>, string[]> = {
  drafted: [],
  in_review: ['submit'],
  rejected: ['submit', 'reject'],
  revoked: ['submit', 'approve', 'revoke'],
  held: ['submit', 'approve'],
  expired: ['submit', 'approve, lapsed'],
  sending: ['submit', 'approve', 'claim'],
  unknown: ['submit', 'approve', 'claim', 'lose'],
  failed: ['submit', 'approve', 'claim', 'refuse'],
  sent: ['submit', 'approve', 'claim', 'confirm'],
  withdrawn: ['withdraw'],
}

/** Of those a person posts: the states in which that makes a difference. */
const waysByHand: [ResponseState, string[]][] = [
  ['held', ways.held],
  ['expired', ways.expired],
  ['revoked', ways.revoked],
  ['unknown', [...ways.held, 'restore']],
  ['taken', [...ways.held, 'take']],
]
const everyWay = [
  ...Object.entries(ways).map(([from, way]) => [from, 'sent by machine', way] as const),
  ...waysByHand.map(([from, way]) => [from, 'posted by hand', way] as const),
]

test.each(everyWay)(
  'from %s, %s, every event does what the model says',
  { timeout: 60_000 },
  async (from, how, way) => {
    const byHand = how === 'posted by hand'
    for (const event of events) {
      const world = await newWorld(byHand)
      const told: string[] = []
      let model = { ...began, byHand }
      for (const name of way) model = await take(named(name), world, model, told)
      expect(model.state).toBe(from)
      await take(event, world, model, told)
    }
  },
)

/** Mostly a step that may be taken, and few that end the path, so that paths go deep. */
const aStep = fc.record({ pick: fc.nat(1_000_000), any: fc.integer({ min: 0, max: 3 }).map((n) => n === 0) })
const rare = ['withdraw', 'restore', 'deactivate', 'kill']
function eventOf(step: { pick: number; any: boolean }, m: Model): Event {
  const able = step.any ? events : events.filter((e) => e.may(m) && (e.only?.(m) ?? true))
  const weighed = able.flatMap((e) => Array<Event>(rare.includes(e.name) ? 1 : 4).fill(e))
  return weighed[step.pick % weighed.length] as Event
}

test('on any path the schema refuses what the model refuses, and sends at most once', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aStep, { minLength: 5, maxLength: 25, size: 'max' }),
      fc.boolean(),
      async (path, byHand) => {
        const world = await newWorld(byHand)
        const told: string[] = []
        let model = { ...began, byHand }
        for (const step of path) model = await take(eventOf(step, model), world, model, told)
        const sent = await make<number>(
          gate.admin,
          `(select count(*)::int from gate.publish_attempt a join gate.publish_order o on o.id = a.order_id
          join gate.response_version v on v.id = o.response_version_id where v.response_id = $1 and a.outcome = 'sent')`,
          [world.response],
        )
        expect(sent, told.join(' → ')).toBe(model.state === 'sent' ? 1 : 0)
      },
    ),
    { numRuns: 80 },
  )
})
