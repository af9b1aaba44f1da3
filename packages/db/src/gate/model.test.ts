import { possibleEvents, type ResponseEvent, type ResponseState, responseTransitions } from '@hark/domain'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type GateUnderTest, make, openGate } from './gate.fixture.ts'

let gate: GateUnderTest
beforeAll(async () => {
  gate = await openGate()
  await gate.admin.query('select gate.check_cluster()')
})
afterAll(() => gate[Symbol.asyncDispose]())

/** What the application's rules say of one reply (domain/response/state.ts), and of the world around it. */
type Model = {
  state: ResponseState
  stopped: boolean
  signerActive: boolean
  /** Its bytes say that a person posts it. */
  byHand: boolean
  /** The approval was already past its time when it was given. */
  late: boolean
  /** Taken back too late to stop what was on its way. */
  revokedLate: boolean
}
type World = { response: string; signer: string }
type Event = {
  name: string
  may: (m: Model) => boolean
  next: (m: Model) => Partial<Model>
  run: (w: World) => Promise<unknown>
  only?: (m: Model) => boolean
}

const can = (event: ResponseEvent) => (m: Model) => possibleEvents(m.state).includes(event)
const to = (event: ResponseEvent) => (m: Model) => ({
  state: (responseTransitions[event] as Record<string, ResponseState>)[m.state] as ResponseState,
})
/** Back among what may be sent: unless its time is over, or its approval was taken back meanwhile. */
const back = (event: ResponseEvent) => (m: Model) => {
  const state = m.revokedLate ? 'revoked' : m.late ? 'expired' : to(event)(m).state
  return { state: state as ResponseState }
}
const out = (m: Model) => ['sending', 'unknown', 'sent', 'taken'].includes(m.state)
const fresh = { late: false, revokedLate: false }

const sql = (text: string, args: unknown[]) => gate.admin.query(text, args)
const version = (w: World) => make(gate.admin, 'test.newest($1)', [w.response])
const signature = async (w: World) =>
  make(
    gate.admin,
    "(select id from gate.signature where response_version_id = test.newest($1) and meaning = 'pv_approve' limit 1)",
    [w.response],
  )
const attempt = async (w: World) =>
  make(
    gate.admin,
    '(select a.id from gate.publish_attempt a join gate.publish_order o on o.id = a.order_id where o.response_version_id = test.newest($1) order by n desc limit 1)',
    [w.response],
  )

async function approve(w: World, hold: string, life: string): Promise<void> {
  const client = await gate.admin.connect()
  try {
    await client.query('begin')
    const signed = await make(client, 'test.sign($1, $2)', [
      await make(client, 'test.newest($1)', [w.response]),
      w.signer,
    ])
    await client.query('select test.order_of($1, $2, $3), test.publish($1)', [signed, hold, life])
    await client.query('commit')
  } catch (err) {
    await client.query('rollback')
    throw err
  } finally {
    client.release()
  }
}

/** Expects one word of an act that answers instead of refusing. */
async function answers(wanted: string, call: string, args: unknown[]): Promise<void> {
  const said = await make<string | null>(gate.admin, call, args)
  if (said !== wanted) throw new Error(`answered ${said}`)
}
const outcome = async (w: World, what: string) => {
  const id = await attempt(w)
  const call =
    what === 'refused'
      ? "gate.record_refusal($1, 'why')"
      : `gate.record_outcome($1, '${what}', ${what === 'sent' ? "'remote'" : 'null'}, null, 'why')`
  const said = await make<string>(gate.admin, call, [id])
  if (said === null || said === 'recorded before' || said === 'contradicted') throw new Error('not recorded')
}
const verdict = (what: string) => async (w: World) => {
  const id = await attempt(w)
  const say = (who: string) => [id, who, what, 'looked'] as unknown[]
  await answers('second_person_required', 'gate.resolve_unknown($1, $2, $3, $4)', say(gate.people.lead))
  await answers('second_person_required', 'gate.resolve_unknown($1, $2, $3, $4)', say(gate.people.lead))
  await answers(what, 'gate.resolve_unknown($1, $2, $3, $4)', say(gate.people.second))
}

/** `only`: where the schema leaves it to the application, the application's rule decides whether it is tried. */
const events: Event[] = [
  {
    name: 'edit',
    may: can('edit'),
    next: (m) => ({ ...to('edit')(m), ...fresh }),
    run: (w) => make(gate.admin, 'test.edit($1)', [w.response]),
  },
  {
    name: 'submit',
    may: can('submit'),
    only: can('submit'),
    next: to('submit'),
    run: async (w) =>
      sql(
        'update gate.response set submitted_version = (select version from gate.response_version where id = $2) where id = $1',
        [w.response, await version(w)],
      ),
  },
  {
    name: 'approve',
    may: (m) => can('approve')(m) && m.signerActive,
    only: (m) => m.state !== 'drafted',
    next: (m) => ({ ...to('approve')(m), ...fresh }),
    run: (w) => approve(w, '-1 second', '1 day'),
  },
  {
    name: 'approve, lapsed',
    may: (m) => can('approve')(m) && m.signerActive,
    only: (m) => m.state !== 'drafted',
    next: () => ({ state: 'expired', late: true, revokedLate: false }),
    run: (w) => approve(w, '-2 hours', '-1 hour'),
  },
  {
    name: 'reject',
    may: can('reject'),
    only: can('reject'),
    next: to('reject'),
    run: async (w) => make(gate.admin, "test.sign($1, test.who('other'), 'pv_reject')", [await version(w)]),
  },
  {
    name: 'revoke',
    may: can('revoke'),
    only: can('revoke'),
    next: to('revoke'),
    run: async (w) =>
      answers('stopped', 'gate.revoke_signature($1, $2, $3)', [await signature(w), gate.people.lead, 'why']),
  },
  {
    name: 'revoke, late',
    may: out,
    only: (m) => out(m) && !m.revokedLate,
    next: () => ({ revokedLate: true }),
    run: async (w) => {
      const said = await make<string>(gate.admin, 'gate.revoke_signature($1, $2, $3)', [
        await signature(w),
        gate.people.lead,
        'why',
      ])
      if (!said.startsWith('too_late')) throw new Error(said)
    },
  },
  {
    name: 'withdraw',
    may: can('withdraw'),
    next: to('withdraw'),
    run: (w) =>
      answers('withdrawn', 'gate.withdraw_response($1, $2, $3)', [w.response, gate.people.lead, 'why']),
  },
  {
    name: 'claim',
    may: (m) => can('claim')(m) && !m.byHand && !m.stopped && m.signerActive,
    next: to('claim'),
    run: async (w) => {
      const { rows } = await sql(
        'select attempt_id from gate.publish_order o, lateral gate.claim_send(o.id) where o.response_version_id = $1',
        [await version(w)],
      )
      if (rows.length === 0) throw new Error('nothing to claim')
    },
  },
  {
    name: 'take',
    may: (m) => can('take')(m) && m.byHand && !m.stopped && m.signerActive,
    next: to('take'),
    run: async (w) => {
      const { rows } = await sql('select * from gate.take_out($1, $2)', [w.response, gate.people.comms])
      if (rows.length === 0) throw new Error('nothing to take out')
    },
  },
  { name: 'confirm', may: can('confirm'), next: to('confirm'), run: (w) => outcome(w, 'sent') },
  { name: 'defer', may: can('defer'), next: back('defer'), run: (w) => outcome(w, 'not_sent') },
  { name: 'refuse', may: can('refuse'), next: to('refuse'), run: (w) => outcome(w, 'refused') },
  { name: 'lose', may: can('lose'), next: to('lose'), run: (w) => outcome(w, 'unknown') },
  {
    name: 'crash',
    may: can('lose'),
    only: can('lose'),
    next: to('lose'),
    run: () => sql("select * from gate.expire_attempts('0')", []),
  },
  {
    name: 'restore',
    may: () => true,
    next: (m) => (can('restore')(m) ? to('restore')(m) : {}),
    run: restore,
  },
  { name: 'resend', may: can('resend'), next: back('resend'), run: verdict('resend') },
  {
    name: 'cancel',
    may: can('cancel'),
    next: (m) => (m.revokedLate ? { state: 'revoked' } : to('cancel')(m)),
    run: verdict('cancel'),
  },
  {
    name: 'deactivate',
    may: () => true,
    next: () => ({ signerActive: false }),
    run: (w) => sql('update hark.person set active = false where id = $1', [w.signer]),
  },
  {
    name: 'reactivate',
    may: () => true,
    next: () => ({ signerActive: true }),
    run: (w) => sql('update hark.person set active = true where id = $1', [w.signer]),
  },
  {
    name: 'kill',
    may: () => true,
    next: () => ({ stopped: true }),
    run: () => sql('select gate.engage_kill_switch($1, $2, $3)', ['global', gate.people.comms, 'why']),
  },
  { name: 'let go', may: (m) => m.stopped, next: () => ({ stopped: false }), run: letGo },
]

/** A restored database looks like one whose identity is another; only its owner could make it look so. */
async function restore(): Promise<void> {
  await sql('alter table gate.cluster_identity disable trigger guard', [])
  await sql('update gate.cluster_identity set timeline = timeline + 1', [])
  await sql('alter table gate.cluster_identity enable trigger guard', [])
  await answers('changed', 'gate.check_cluster()', [])
}

async function letGo(): Promise<void> {
  await answers('second_person_required', 'gate.release_kill_switch($1, $2)', ['global', gate.people.lead])
  await answers('asked_before', 'gate.release_kill_switch($1, $2)', ['global', gate.people.lead])
  await answers('released', 'gate.release_kill_switch($1, $2)', ['global', gate.people.second])
}

async function newWorld(byHand: boolean): Promise<World> {
  const signer = crypto.randomUUID()
  await sql(
    "insert into hark.person (id, username, printed_name, roles, last_entry) values ($1, $2, initcap($2), '{pv_reviewer}', test.entry())",
    [signer, `s${signer.replaceAll('-', '')}`],
  )
  await sql('update gate.kill_switch set release_asked_by = $1 where engaged', [gate.people.lead])
  await sql(
    'update gate.kill_switch set engaged = false, by_id = $1, release_asked_by = null where engaged',
    [gate.people.second],
  )
  return { signer, response: await make(gate.admin, 'test.draft(true, $1)', [byHand]) }
}

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
