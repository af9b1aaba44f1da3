import { type Act, owner, REFUSED } from './act.fixture.ts'
import type { States } from './states.fixture.ts'

const inTable =
  (table: string, set: string, id: (s: States) => string, key = 'id') =>
  (s: States) =>
    `update gate.${table} set ${set} where ${key} = '${id(s)}'`
export const changed = (
  what: string,
  table: string,
  set: string,
  id: (s: States) => string,
  more: Partial<Act> & { key?: string; code?: string } = {},
): Act => {
  const { key, code = REFUSED, ...rest } = more
  return owner([what, inTable(table, set, id, key), code, rest])
}
const keeps = /keeps its post and case/
const transition = /no transition/
const follows = /follows the outcome/
export const two = /two people/
const once = /recorded once/

export const changes: Act[] = [
  ...['id', 'programme_id', 'case_id', 'post_id'].map((c) =>
    changed(`moves a reply (${c})`, 'response', `${c} = gen_random_uuid()`, (s) => s.draft.response, {
      says: keeps,
    }),
  ),
  ...[
    "platform = 'bluesky'",
    "thread = 'x'",
    "conversation = 'x'",
    'practice = false',
    "created_at = '2020-01-01'",
  ].map((c) => changed(`moves a reply (${c})`, 'response', c, (s) => s.draft.response, { says: keeps })),
  owner([
    'takes a withdrawal back',
    (s) => `update gate.response set withdrawn_at = null where id = '${s.draft.response}'`,
    REFUSED,
    {
      before: (s) => `select gate.withdraw_response('${s.draft.response}', test.who('lead'), 'why')`,
      says: /final/,
    },
  ]),
  changed('rewrites the bytes', 'response_version', "canonical = 'x'", (s) => s.due.version),
  changed('rewrites a statement', 'signature', "statement = 'x'", (s) => s.due.signature),
  changed('turns a signature round', 'signature', "meaning = 'pv_reject'", (s) => s.due.signature),
  changed('seals again', 'signature', "seal = 'x'", (s) => s.due.signature),
  changed('moves it in the ledger', 'signature', 'leaf_index = 999', (s) => s.held.signature),
  changed('says it was sent', 'publish_order', "state = 'sent'", (s) => s.due.order, { says: transition }),
  changed('sends again what was sent', 'publish_order', "state = 'ready'", (s) => s.sent.order, {
    says: transition,
  }),
  changed('invents a state', 'publish_order', "state = 'flying'", (s) => s.due.order, { says: transition }),
  changed('says it was sent without an outcome', 'publish_order', "state = 'sent'", (s) => s.sending.order, {
    says: follows,
  }),
  changed('puts back what is on its way', 'publish_order', "state = 'ready'", (s) => s.sending.order, {
    says: follows,
  }),
  changed('fails what is on its way', 'publish_order', "state = 'failed'", (s) => s.sending.order, {
    says: follows,
  }),
  changed('sends the unknown again', 'publish_order', "state = 'ready'", (s) => s.unknown.order, {
    says: follows,
  }),
  changed('gives the unknown up', 'publish_order', "state = 'cancelled'", (s) => s.unknown.order, {
    says: follows,
  }),
  owner([
    'sends again what two gave up',
    (s) => `update gate.publish_order set state = 'ready' where id = '${s.unknown.order}'`,
    REFUSED,
    {
      before: (s) =>
        `insert into gate.unknown_verdict (attempt_id, person_id, verdict, reason) select '${s.unknown.attempt}', test.who(p), 'cancel', 'why' from unnest(array['lead', 'second']) p; update gate.publish_attempt set outcome = 'not_sent' where id = '${s.unknown.attempt}'`,
      says: two,
    },
  ]),
  ...[
    "hold_until = now() - interval '1 day'",
    "expires_at = now() + interval '9 days'",
    "content_hash = 'x'",
    'signature_id = gen_random_uuid()',
    'response_version_id = gen_random_uuid()',
    "meaning = 'pv_reject'",
    "created_at = '2020-01-01'",
  ].map((c) =>
    changed(`rebinds an order (${c})`, 'publish_order', c, (s) => s.held.order, {
      says: /bound to its signature/,
    }),
  ),
  changed('forgets a sending', 'publish_attempt', 'outcome = null', (s) => s.sent.attempt, { says: once }),
  changed(
    'denies a sending',
    'publish_attempt',
    "outcome = 'not_sent', remote_id = null",
    (s) => s.sent.attempt,
    { says: once },
  ),
  changed('forgets that it is unknown', 'publish_attempt', 'outcome = null', (s) => s.unknown.attempt, {
    says: once,
  }),
  changed('denies the unknown alone', 'publish_attempt', "outcome = 'not_sent'", (s) => s.unknown.attempt, {
    says: two,
  }),
  changed('rewrites why it is unknown', 'publish_attempt', "reason = 'x'", (s) => s.unknown.attempt, {
    says: once,
  }),
  changed(
    'moves an attempt in time',
    'publish_attempt',
    "started_at = '2020-01-01', outcome = 'unknown'",
    (s) => s.sending.attempt,
    { says: once },
  ),
  changed(
    'gives an attempt to another order',
    'publish_attempt',
    "order_id = gen_random_uuid(), outcome = 'unknown'",
    (s) => s.sending.attempt,
    { says: once },
  ),
  changed(
    'records an outcome nobody knows',
    'publish_attempt',
    "outcome = 'maybe'",
    (s) => s.sending.attempt,
    { code: '23514' },
  ),
  changed(
    'records a sending without a receipt',
    'publish_attempt',
    "outcome = 'sent'",
    (s) => s.sending.attempt,
    { code: '23514' },
  ),
  changed(
    'records a receipt of nothing',
    'publish_attempt',
    "outcome = 'not_sent', remote_id = 'x'",
    (s) => s.sending.attempt,
    { code: '23514' },
  ),
  changed(
    'releases the kill switch alone',
    'kill_switch',
    "engaged = false, by_id = test.who('lead')",
    () => 'global',
    {
      key: 'scope',
      says: two,
      before: () => `select gate.engage_kill_switch('global', test.who('lead'), 'why')`,
    },
  ),
  changed(
    'releases what they asked for themselves',
    'kill_switch',
    "engaged = false, by_id = test.who('lead')",
    () => 'global',
    {
      key: 'scope',
      says: two,
      before: () =>
        `select gate.engage_kill_switch('global', test.who('comms'), 'why'); select gate.release_kill_switch('global', test.who('lead'))`,
    },
  ),
  changed('releases as nobody', 'kill_switch', 'engaged = false, by_id = null', () => 'global', {
    key: 'scope',
    says: two,
    before: () =>
      `select gate.engage_kill_switch('global', test.who('comms'), 'why'); select gate.release_kill_switch('global', test.who('lead'))`,
  }),
  changed('hides the kill switch', 'kill_switch', "scope = 'x'", () => 'global', { key: 'scope', says: two }),
  changed('stops as nobody', 'kill_switch', 'engaged = true, by_id = gen_random_uuid()', () => 'global', {
    key: 'scope',
    code: '23503',
  }),
  changed('asks as nobody', 'kill_switch', 'release_asked_by = gen_random_uuid()', () => 'global', {
    key: 'scope',
    code: '23503',
  }),
  changed('claims another database', 'cluster_identity', 'timeline = 99', () => 'true', {
    key: 'only_row',
    says: /open orders/,
  }),
]
