import type { ResponseState } from '@hark/domain'
import { type GateUnderTest, make, openGate } from './gate.fixture.ts'

/** The gate that the model is held against; open before any step. */
export let gate: GateUnderTest

export async function openModelGate(): Promise<GateUnderTest> {
  gate = await openGate()
  await gate.admin.query('select gate.check_cluster()')
  return gate
}

/** What the application's rules say of one reply (domain/response/state.ts), and of the world around it. */
export type Model = {
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
export type World = { response: string; signer: string }
export type Event = {
  name: string
  may: (m: Model) => boolean
  next: (m: Model) => Partial<Model>
  run: (w: World) => Promise<unknown>
  only?: (m: Model) => boolean
}
export const sql = (text: string, args: unknown[]) => gate.admin.query(text, args)
export const version = (w: World) => make(gate.admin, 'test.newest($1)', [w.response])
export const signature = async (w: World) =>
  make(
    gate.admin,
    "(select id from gate.signature where response_version_id = test.newest($1) and meaning = 'pv_approve' limit 1)",
    [w.response],
  )
export const attempt = async (w: World) =>
  make(
    gate.admin,
    '(select a.id from gate.publish_attempt a join gate.publish_order o on o.id = a.order_id where o.response_version_id = test.newest($1) order by n desc limit 1)',
    [w.response],
  )

export async function approve(w: World, hold: string, life: string): Promise<void> {
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
export async function answers(wanted: string, call: string, args: unknown[]): Promise<void> {
  const said = await make<string | null>(gate.admin, call, args)
  if (said !== wanted) throw new Error(`answered ${said}`)
}
export const outcome = async (w: World, what: string) => {
  const id = await attempt(w)
  const call =
    what === 'refused'
      ? "gate.record_refusal($1, 'why')"
      : `gate.record_outcome($1, '${what}', ${what === 'sent' ? "'remote'" : 'null'}, null, 'why')`
  const said = await make<string>(gate.admin, call, [id])
  if (said === null || said === 'recorded before' || said === 'contradicted') throw new Error('not recorded')
}
export const verdict = (what: string) => async (w: World) => {
  const id = await attempt(w)
  const say = (who: string) => [id, who, what, 'looked'] as unknown[]
  await answers('second_person_required', 'gate.resolve_unknown($1, $2, $3, $4)', say(gate.people.lead))
  await answers('second_person_required', 'gate.resolve_unknown($1, $2, $3, $4)', say(gate.people.lead))
  await answers(what, 'gate.resolve_unknown($1, $2, $3, $4)', say(gate.people.second))
}

/** A restored database looks like one whose identity is another; only its owner could make it look so. */
export async function restore(): Promise<void> {
  await sql('alter table gate.cluster_identity disable trigger guard', [])
  await sql('update gate.cluster_identity set timeline = timeline + 1', [])
  await sql('alter table gate.cluster_identity enable trigger guard', [])
  await answers('changed', 'gate.check_cluster()', [])
}

export async function letGo(): Promise<void> {
  await answers('second_person_required', 'gate.release_kill_switch($1, $2)', ['global', gate.people.lead])
  await answers('asked_before', 'gate.release_kill_switch($1, $2)', ['global', gate.people.lead])
  await answers('released', 'gate.release_kill_switch($1, $2)', ['global', gate.people.second])
}

export async function newWorld(byHand: boolean): Promise<World> {
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
