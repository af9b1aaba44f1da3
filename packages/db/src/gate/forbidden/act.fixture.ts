import type { States } from './states.fixture.ts'

/** One act that must not succeed. `before` runs as superuser and gives what `sql` needs; both are rolled back. */
export type Act = {
  name: string
  as: string
  sql: (s: States, made: Record<string, string>) => string
  before?: (s: States) => string
  code: string
  /** Words of the refusal, where the code alone does not tell which guard spoke. */
  says?: RegExp
  isolation?: 'repeatable read' | 'serializable'
}

export type Row = [name: string, sql: Act['sql'], code: string, more?: Partial<Act>]
export const by =
  (as: string) =>
  ([name, sql, code, more]: Row): Act => ({ name: `${as}: ${name}`, as, sql, code, ...more })

export const REFUSED = '42501'
export const NOT_YET = '55000'
export const api = by('hark_api')
export const publisher = by('hark_publisher')
export const owner = by('superuser')

export const order = (version: string, signature: string, hash = 'content_hash') => `
  insert into gate.publish_order (id, response_version_id, content_hash, signature_id, hold_until, expires_at, last_entry)
  select gen_random_uuid(), id, ${hash}, '${signature}', now(), now() + interval '1 day', (select id from hark.ledger_entry limit 1)
  from gate.response_version where id = '${version}'`

/** The terms of every source are acknowledged anew, and now forbid replies. */
export const noReplies = () =>
  `update hark.source set policy = policy || '{"mayReply": false}', acknowledged_at = now()`

export const person = (set: string) => () => `update hark.person set ${set} where id = test.who('signer')`

export const ofCase = (s: States, change: (caseId: string) => string) =>
  change(`(select case_id from gate.response where id = '${s.due.response}')`)
export const voided = (caseId: string) =>
  `update hark.decision set state = 'voided', voided_at = now(), void_reason = 'why' where case_id = ${caseId}`
export const decidedAnew = (caseId: string) =>
  `insert into hark.decision (id, case_id, case_version, author_id, canonical, forwardable, valid_now, serious, close_reason, state, last_entry)
   values (gen_random_uuid(), ${caseId}, 2, test.who('other'), '{}', false, false, false, 'question_only', 'signed', test.entry())`

export function ofPost(update: string) {
  return (s: States) =>
    `${update} where id = (select post_id from gate.response where id = '${s.due.response}')`
}
