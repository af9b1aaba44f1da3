import pg from 'pg'

/** What none of these may do about a reply that nobody has signed, whoever has taken them over. */
export const services = [
  'hark_ingest',
  'hark_classifier',
  'hark_clock',
  'hark_queue',
  'hark_auditor',
  'hark_api',
  'hark_publisher',
] as const
export type Role = (typeof services)[number]

type Act = {
  name: string
  /** `$1` is the version's id. Read as: every role is refused with 42501 but the ones named here. */
  sql: string
  but?: Partial<Record<Role | 'superuser', string>>
  /** A superuser owns the tables; only what the guards hold against them as well is tried. */
  superuser?: true
}

/** Insufficient privilege: by grant, or by a guard of the gate. */
const REFUSED = '42501'
/** A foreign key found nothing to stand on. */
const UNFOUNDED = '23503'
/** Nothing was refused and nothing was done: there is no order to take. */
const NOTHING = 'nothing'

const order = (state: string) => `
  insert into gate.publish_order (id, response_version_id, content_hash, signature_id, hold_until, expires_at, last_entry${state && ', state'})
  select gen_random_uuid(), id, content_hash, gen_random_uuid(), clock_timestamp(), clock_timestamp() + interval '1 hour', last_entry${state && `, '${state}'`}
  from gate.response_version where id = $1`

export const acts: Act[] = [
  {
    name: 'orders it sent without a signature',
    sql: order(''),
    but: { hark_api: UNFOUNDED, superuser: UNFOUNDED },
    superuser: true,
  },
  { name: 'orders it as being sent already', sql: order('sending'), superuser: true },
  {
    name: 'signs it for somebody else without their authentication',
    sql: `insert into gate.signature (id, response_version_id, content_hash, signer_id, printed_name, meaning, zone, reauthentication_id, statement, last_entry)
      select gen_random_uuid(), v.id, v.content_hash, p.id, p.printed_name, 'pv_approve', 'UTC', gen_random_uuid(), '{}'::bytea, v.last_entry
      from gate.response_version v, hark.person p where v.id = $1 and p.username = 'ben'`,
    superuser: true,
  },
  {
    name: 'changes its words',
    sql: `update gate.response_version set canonical = 'x'::bytea where id = $1`,
    superuser: true,
  },
  { name: 'deletes it', sql: 'delete from gate.response_version where id = $1', superuser: true },
  {
    name: 'takes its order to send it',
    sql: 'select * from gate.claim_send($1::uuid)',
    but: { hark_publisher: NOTHING },
  },
  {
    name: 'says that it was sent',
    sql: `select * from gate.record_outcome($1::uuid, 'sent', 'remote', null, null) as said where said is distinct from 'recorded before'`,
    but: { hark_publisher: NOTHING },
  },
  {
    name: 'writes an attempt at sending it',
    sql: `insert into gate.publish_attempt (order_id, n, outcome, remote_id) values ($1, 1, 'sent', 'remote')`,
  },
  { name: 'switches the guards off', sql: 'alter table gate.publish_order disable trigger all' },
  { name: 'has the guards looked past', sql: `set session_replication_role = replica` },
]

/** What the database says to each act of a role: an SQLSTATE, `nothing`, or `done`. */
export async function attempt(
  url: string,
  versionId: string,
  tried: readonly Act[],
): Promise<Record<string, string>> {
  const client = new pg.Client(url)
  await client.connect()
  const answers: Record<string, string> = {}
  try {
    for (const { name, sql } of tried) answers[name] = await answerTo(client, sql, versionId)
  } finally {
    await client.end()
  }
  return answers
}

/** Rolled back whatever comes of it: a test that fails must not publish. */
async function answerTo(client: pg.Client, sql: string, versionId: string): Promise<string> {
  await client.query('begin')
  try {
    const values = sql.includes('$1') ? [versionId] : []
    const { rowCount } = await client.query(sql, values)
    return rowCount === 0 ? NOTHING : 'done'
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  } finally {
    await client.query('rollback')
  }
}

export const refusalsOf = (role: Role | 'superuser', tried: readonly Act[]): Record<string, string> =>
  Object.fromEntries(tried.map(({ name, but }) => [name, but?.[role] ?? REFUSED]))
