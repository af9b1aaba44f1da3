import type { Act } from './act.fixture.ts'
import { by, order, owner, REFUSED } from './act.fixture.ts'
import { claim } from './claims.fixture.ts'
import { response, version } from './drafting.fixture.ts'
import { handReport } from './hand-reports.fixture.ts'
import { optOut, revocation, verdict } from './records.fixture.ts'

const readCommitted = /read committed/
const asOf = (name: string, as: string, sql: Act['sql'], isolation: Act['isolation']): Act => ({
  ...by(as)([`${name} in ${isolation}`, sql, '25000']),
  says: readCommitted,
  ...(isolation && { isolation }),
})
export const isolated: Act[] = (['repeatable read', 'serializable'] as const).flatMap((isolation) => [
  asOf('claims', 'hark_publisher', (s) => claim(s.due.order), isolation),
  asOf('drafts', 'superuser', () => response({}), isolation),
  asOf('edits', 'superuser', (s) => version(s.draft.response), isolation),
  asOf('signs', 'superuser', (s) => `select test.sign('${s.draft.version}')`, isolation),
  asOf('orders', 'hark_api', (s) => order(s.approved.version, s.approved.signature), isolation),
  asOf(
    'revokes',
    'hark_api',
    (s) => `select gate.revoke_signature('${s.due.signature}', null, 'why')`,
    isolation,
  ),
  asOf(
    'withdraws',
    'hark_api',
    (s) => `select gate.withdraw_response('${s.due.response}', null, 'why')`,
    isolation,
  ),
])

/** Rows each table is sure to hold while its deletion is tried. */
const rowOf: Record<string, Act['before']> = {
  signature_revocation: revocation(),
  unknown_verdict: verdict(),
  opt_out: () => optOut(),
  hand_report: handReport(),
}
export const gone: Act[] = [
  'response',
  'response_version',
  'signature',
  'signature_revocation',
  'kill_switch',
  'publish_order',
  'publish_attempt',
  'unknown_verdict',
  'cluster_identity',
  'opt_out',
  'taken_out',
  'hand_report',
].flatMap((t) => {
  const before = rowOf[t]
  return [
    owner([
      `deletes from ${t}`,
      () => `delete from gate.${t}`,
      REFUSED,
      { says: new RegExp(`DELETE on ${t}$`), ...(before && { before }) },
    ]),
    owner([
      `empties ${t}`,
      () => `truncate gate.${t} cascade`,
      REFUSED,
      { says: new RegExp(`TRUNCATE on ${t}$`) },
    ]),
    ...(before
      ? [
          owner([
            `rewrites ${t}`,
            () => `update gate.${t} set reason = 'x'`,
            REFUSED,
            { says: new RegExp(`UPDATE on ${t}$`), before },
          ]),
        ]
      : []),
  ]
})
