import { type Act, owner, REFUSED } from './act.fixture.ts'
import type { States } from './states.fixture.ts'

export const attempt = (orderId: string, n: number, outcome: string | null) =>
  `insert into gate.publish_attempt (order_id, n, outcome) values ('${orderId}', ${n}, ${outcome ? `'${outcome}'` : 'null'})`
export const verdict =
  (over: Record<string, string> = {}) =>
  (s: States) => {
    const v = {
      attempt: `'${s.unknown.attempt}'`,
      person: "test.who('lead')",
      verdict: "'resend'",
      reason: "'why'",
      at: "'2026-01-01'",
      ...over,
    }
    return `insert into gate.unknown_verdict (attempt_id, person_id, verdict, reason, at) values (${Object.values(v).join(', ')})`
  }
export const optOut = (over: Record<string, string> = {}) => {
  const o = { ref: "'x'", by: "test.who('comms')", reason: "'why'", ...over }
  return `insert into gate.opt_out (platform, author_ref, by_id, reason) values ('practice', ${Object.values(o).join(', ')})`
}
export const revocation =
  (over: Record<string, string> = {}) =>
  (s: States) => {
    const r = { signature: `'${s.approved.signature}'`, by: "test.who('lead')", reason: "'why'", ...over }
    return `insert into gate.signature_revocation (signature_id, by_id, reason) values (${Object.values(r).join(', ')})`
  }

export const records: Act[] = [
  owner([
    'attempts without a claim',
    (s) => attempt(s.due.order, 1, null),
    REFUSED,
    { says: /begins with a claim/ },
  ]),
  owner([
    'attempts with its outcome ready',
    (s) =>
      attempt(s.due.order, 1, 'sent')
        .replace('outcome)', 'outcome, remote_id)')
        .replace("'sent')", "'sent', 'x')"),
    REFUSED,
    { says: /begins with a claim/ },
  ]),
  owner(['attempts beside an open attempt', (s) => attempt(s.sending.order, 2, null), '23505']),
  owner(['numbers two attempts alike', (s) => attempt(s.deferred.order, 1, 'unknown'), '23505']),
  owner(['attempts an order that is none', () => attempt(crypto.randomUUID(), 1, 'unknown'), '23503']),
  owner([
    'names two attempts alike',
    (s) =>
      attempt(s.deferred.order, 2, 'unknown')
        .replace('(order_id', '(id, order_id')
        .replace("values ('", `values ('${s.sent.attempt}', '`),
    '23505',
  ]),
  owner([
    'sends twice',
    (s) =>
      `update gate.publish_attempt set outcome = 'sent', remote_id = 'b' where order_id = '${s.sent.order}' and n = 2`,
    '23505',
    { before: (s) => attempt(s.sent.order, 2, 'unknown') },
  ]),
  owner(['a verdict of nobody', verdict({ person: 'gen_random_uuid()' }), '23503']),
  owner(['a verdict on nothing', verdict({ attempt: 'gen_random_uuid()' }), '23503']),
  owner(['a verdict of their own', verdict({ verdict: "'maybe'" }), '23514']),
  owner(['a verdict without a reason', verdict({ reason: "' '" }), '23514']),
  owner(['a verdict twice in one moment', verdict(), '23505', { before: verdict() }]),
  owner(['an opt-out without a reason', () => optOut({ reason: "''" }), '23514']),
  owner(['an opt-out by nobody', () => optOut({ by: 'gen_random_uuid()' }), '23503']),
  owner(['an opt-out twice', () => optOut(), '23505', { before: () => optOut() }]),
  owner(['a revocation without a reason', revocation({ reason: "''" }), '23514']),
  owner(['a revocation by nobody', revocation({ by: 'gen_random_uuid()' }), '23503']),
  owner(['a revocation of nothing', revocation({ signature: 'gen_random_uuid()' }), '23503']),
  owner(['a revocation twice', revocation(), '23505', { before: revocation() }]),
  owner([
    'a kill switch twice',
    () => "insert into gate.kill_switch (scope, engaged) values ('global', false)",
    '23505',
  ]),
  owner([
    'a second identity',
    () => "insert into gate.cluster_identity (system_identifier, timeline, made) values (1, 1, 'x')",
    '23505',
  ]),
  owner([
    'an identity beside the one',
    () =>
      "insert into gate.cluster_identity (only_row, system_identifier, timeline, made) values (false, 1, 1, 'x')",
    '23514',
  ]),
]
