import { type Act, api, noReplies, order, owner, REFUSED } from './act.fixture.ts'
import type { States } from './states.fixture.ts'

export const orders: Act[] = [
  api([
    'orders where the terms allow no reply',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    { before: noReplies, says: /allow no reply/ },
  ]),
  api(['orders without a signature', (s) => order(s.draft.version, crypto.randomUUID()), '23503']),
  api([
    'orders another text than the one signed',
    (s) => order(s.approved.version, s.approved.signature, "sha256('x')"),
    '23503',
  ]),
  api([
    'orders with the signature of another reply',
    (s) => order(s.draft.version, s.approved.signature),
    '23503',
  ]),
  api([
    'orders on a rejection',
    (s, m) => order(s.draft.version, m.made as string),
    REFUSED,
    { before: rejected('draft') },
  ]),
  api([
    'orders after an edit',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    { before: (s) => `select test.edit('${s.approved.response}')`, says: /newer version/ },
  ]),
  api([
    'orders on a revoked approval',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    {
      before: (s) => `select gate.revoke_signature('${s.approved.signature}', test.who('lead'), 'why')`,
      says: /revoked/,
    },
  ]),
  api([
    'orders a withdrawn reply',
    (s) => order(s.approved.version, s.approved.signature),
    REFUSED,
    {
      before: (s) => `select gate.withdraw_response('${s.approved.response}', test.who('lead'), 'why')`,
      says: /withdrawn/,
    },
  ]),
  api(['orders a second sending', (s) => order(s.held.version, s.held.signature), '23505']),
  api([
    'orders straight into sending',
    (s) => `insert into gate.publish_order (id, state) values ('${s.draft.version}', 'sending')`,
    REFUSED,
    { says: /permission denied/ },
  ]),
  owner([
    'orders straight into sending',
    (s) =>
      order(s.approved.version, s.approved.signature)
        .replace('(id,', '(state, id,')
        .replace('select', "select 'sending',"),
    REFUSED,
    { says: /starts ready/ },
  ]),
  owner([
    'orders for longer than for ever',
    (s) =>
      order(s.approved.version, s.approved.signature).replace(
        "now() + interval '1 day'",
        "now() - interval '1 day'",
      ),
    '23514',
  ]),
  owner([
    'an order nobody wrote down',
    (s) =>
      `${order(s.approved.version, s.approved.signature).replace('(select id from hark.ledger_entry limit 1)', 'gen_random_uuid()')}; set constraints all immediate`,
    '23503',
  ]),
  owner([
    'an order twice by its name',
    (s) => order(s.approved.version, s.approved.signature).replace('gen_random_uuid()', `'${s.held.order}'`),
    '23505',
  ]),
]

export function rejected(state: 'draft' | 'due') {
  return (s: States) =>
    `select to_jsonb(test.sign('${s[state].version}', test.who('lead'), 'pv_reject')) as made`
}
