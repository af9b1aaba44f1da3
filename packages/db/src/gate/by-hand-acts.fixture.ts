import type { Act } from './forbidden/act.fixture.ts'
import type { States } from './forbidden/states.fixture.ts'

type Row = [name: string, sql: Act['sql'], code: string, more?: Partial<Act>]
type Made = Record<'api' | 'publisher' | 'owner', (row: Row) => Act>

const REFUSED = '42501'
const NOT_YET = '55000'
const take = (of: 'handHeld' | 'handDue' | 'handExpired' | 'handUnpublished') => (s: States) =>
  `select * from gate.take_out('${s[of].response}', '${s.comms}')`
const signer = (set: string) => () => `update hark.person set ${set} where id = test.who('signer')`
const taker = (set: string) => () => `update hark.person set ${set} where id = test.who('comms')`
const ofPost = (set: string) => (s: States) =>
  `update hark.post set ${set} where id = (select post_id from gate.response where id = '${s.handDue.response}')`
const due = take('handDue')
const ordered = (order: string, set: string) => `update gate.publish_order set ${set} where id = '${order}'`
const row = (order: string, over: Partial<Record<'who' | 'hash', string>> = {}) =>
  `insert into gate.taken_out (order_id, person_id, content_hash) select o.id, ${over.who ?? "test.who('comms')"}, ${over.hash ?? 'o.content_hash'}
   from gate.publish_order o where o.id = '${order}'`

/** What nobody can do with replies that are taken out by hand: all that nobody can do with those a machine sends, and mix the two. */
export const byHandActs = ({ api, publisher, owner }: Made): Act[] => [
  api(['takes out what is on hold', take('handHeld'), NOT_YET, { says: /on hold/ }]),
  api(['takes out what has expired', take('handExpired'), NOT_YET, { says: /expired/ }]),
  api(['takes out what no checkpoint holds', take('handUnpublished'), NOT_YET, { says: /checkpoint/ }]),
  ...(
    [
      [
        'under the kill switch',
        () => `select gate.engage_kill_switch('global', test.who('comms'), 'why')`,
        /kill switch/,
      ],
      [
        'with the approval revoked',
        (s) =>
          `insert into gate.signature_revocation (signature_id, by_id, reason) values ('${s.handDue.signature}', test.who('lead'), 'why')`,
        /revoked/,
      ],
      [
        'what was rejected',
        (s) => `select test.sign('${s.handDue.version}', test.who('lead'), 'pv_reject')`,
        /rejected/,
      ],
      ['with the signer gone', signer('active = false'), /no longer authorised/],
      ['with the signer demoted', signer("roles = '{comms}'"), /no longer authorised/],
      [
        'what was withdrawn',
        (s) => `update gate.response set withdrawn_at = now() where id = '${s.handDue.response}'`,
        /withdrawn/,
      ],
      [
        'where the terms allow no reply any more',
        () => `update hark.source set policy = policy || '{"mayReply": false}', acknowledged_at = now()`,
        /allow no reply/,
      ],
      ['an answer to a removed post', ofPost('removed_at = now()'), /gone/],
      [
        'an answer to a changed post',
        (s) =>
          `select test.post(external_id) from hark.post where id = (select post_id from gate.response where id = '${s.handDue.response}')`,
        /changed/,
      ],
      [
        'an answer to who opted out',
        (s) =>
          `select gate.record_opt_out(post_id, test.who('comms'), 'why') from gate.response where id = '${s.handDue.response}'`,
        /opted out/,
      ],
      ['as who is gone', taker('active = false'), /who works on replies/],
      ['as an auditor', taker("roles = '{auditor}'"), /who works on replies/],
    ] as [string, NonNullable<Act['before']>, RegExp][]
  ).map(([name, before, says]) => api([`takes out, ${name}`, due, REFUSED, { before, says }])),
  api([
    'takes out as nobody',
    (s) => `select * from gate.take_out('${s.handDue.response}', gen_random_uuid())`,
    REFUSED,
    { says: /who works on replies/ },
  ]),
  api([
    'says somebody took it out',
    (s) => row(s.handDue.order, { who: `'${s.comms}'` }),
    REFUSED,
    { says: /permission denied/ },
  ]),
  publisher(['takes out', due, REFUSED, { says: /permission denied/ }]),
  owner([
    'says somebody took out other bytes',
    (s) => row(s.handDue.order, { hash: "sha256('x')" }),
    REFUSED,
    { says: /wait for a person/ },
  ]),
  owner([
    'says somebody took out what a machine sends',
    (s) => row(s.due.order),
    REFUSED,
    { says: /wait for a person/ },
  ]),
  owner(['takes out twice', (s) => row(s.taken.order), REFUSED, { says: /wait for a person/ }]),
  owner([
    'takes out in no name',
    (s) => ordered(s.handDue.order, "state = 'taken'"),
    REFUSED,
    { says: /by name/ },
  ]),
  owner([
    'takes out what a machine sends',
    (s) => ordered(s.due.order, "state = 'taken'"),
    REFUSED,
    { says: /no transition/ },
  ]),
  owner([
    'sends by machine what a person takes out',
    (s) => ordered(s.handDue.order, "state = 'sending'"),
    REFUSED,
    { says: /no transition/ },
  ]),
  owner([
    'gives a person what a machine sends',
    (s) => ordered(s.unknown.order, "state = 'by_hand'"),
    REFUSED,
    { says: /wait for no person/ },
  ]),
  owner([
    'takes back what was taken out',
    (s) => ordered(s.taken.order, "state = 'by_hand'"),
    REFUSED,
    { says: /no transition/ },
  ]),
  owner([
    'edits what waits for a person',
    (s) => `select test.edit('${s.handHeld.response}')`,
    REFUSED,
    { says: /withdraw it first/ },
  ]),
  owner([
    'edits what was taken out',
    (s) => `select test.edit('${s.taken.response}')`,
    REFUSED,
    { says: /withdraw it first/ },
  ]),
  owner([
    'rewrites taken_out',
    () => "update gate.taken_out set person_id = test.who('lead')",
    REFUSED,
    { says: /UPDATE on taken_out$/ },
  ]),
  ...(['repeatable read', 'serializable'] as const).map((isolation) => ({
    ...api([`takes out in ${isolation}`, due, '25000', { says: /read committed/ }]),
    isolation,
  })),
]
