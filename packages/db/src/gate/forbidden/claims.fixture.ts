import {
  type Act,
  decidedAnew,
  NOT_YET,
  noReplies,
  ofCase,
  ofPost,
  owner,
  person,
  publisher,
  REFUSED,
  voided,
} from './act.fixture.ts'
import { rejected } from './orders.fixture.ts'

export const claim = (id: string) => `select * from gate.claim_send('${id}')`
export const claims: Act[] = [
  publisher(['claims what is on hold', (s) => claim(s.held.order), NOT_YET, { says: /on hold/ }]),
  publisher(['claims what has expired', (s) => claim(s.expired.order), NOT_YET, { says: /expired/ }]),
  publisher([
    'claims what no checkpoint holds',
    (s) => claim(s.unpublished.order),
    NOT_YET,
    { says: /checkpoint/ },
  ]),
  publisher([
    'claims under the kill switch',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: () => `select gate.engage_kill_switch('global', test.who('comms'), 'why')`,
      says: /kill switch/,
    },
  ]),
  publisher([
    'claims under a kill switch of another scope',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: () => `select gate.engage_kill_switch('practice', test.who('comms'), 'why')`,
      says: /kill switch/,
    },
  ]),
  publisher([
    'claims with the approval revoked',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) =>
        `insert into gate.signature_revocation (signature_id, by_id, reason) values ('${s.due.signature}', test.who('lead'), 'why')`,
      says: /revoked/,
    },
  ]),
  publisher([
    'claims what was rejected',
    (s) => claim(s.due.order),
    REFUSED,
    { before: rejected('due'), says: /rejected/ },
  ]),
  publisher([
    'claims with the signer gone',
    (s) => claim(s.due.order),
    REFUSED,
    { before: person('active = false'), says: /no longer authorised/ },
  ]),
  publisher([
    'claims with the signer demoted',
    (s) => claim(s.due.order),
    REFUSED,
    { before: person("roles = '{comms}'"), says: /no longer authorised/ },
  ]),
  publisher([
    'claims what was withdrawn',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) => `update gate.response set withdrawn_at = now() where id = '${s.due.response}'`,
      says: /withdrawn/,
    },
  ]),
  publisher([
    'claims where the terms allow no reply any more',
    (s) => claim(s.due.order),
    REFUSED,
    { before: noReplies, says: /allow no reply/ },
  ]),
  publisher([
    'claims an answer to a removed post',
    (s) => claim(s.due.order),
    REFUSED,
    { before: ofPost('update hark.post set removed_at = now()'), says: /gone/ },
  ]),
  publisher([
    'claims an answer to an erased post',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: ofPost('update hark.post set erased_at = now(), text = null, raw = null, author_ref = null'),
      says: /gone/,
    },
  ]),
  publisher([
    'claims an answer to a changed post',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) =>
        `select test.post(external_id) from hark.post where id = (select post_id from gate.response where id = '${s.due.response}')`,
      says: /changed/,
    },
  ]),
  publisher([
    'claims an answer to who opted out',
    (s) => claim(s.due.order),
    REFUSED,
    {
      before: (s) =>
        `select gate.record_opt_out(post_id, test.who('comms'), 'why') from gate.response where id = '${s.due.response}'`,
      says: /opted out/,
    },
  ]),
  publisher([
    'claims an answer whose case was opened again',
    (s) => claim(s.due.order),
    REFUSED,
    { before: (s) => ofCase(s, voided), says: /no longer stands/ },
  ]),
  publisher([
    'claims an answer approved under a disposition that was replaced',
    (s) => claim(s.due.order),
    REFUSED,
    { before: (s) => `${ofCase(s, voided)}; ${ofCase(s, decidedAnew)}`, says: /no longer stands/ },
  ]),
  owner([
    'puts an order into sending under the kill switch',
    (s) => `update gate.publish_order set state = 'sending' where id = '${s.due.order}'`,
    REFUSED,
    {
      before: () => `select gate.engage_kill_switch('global', test.who('comms'), 'why')`,
      says: /kill switch/,
    },
  ]),
  publisher([
    'reads drafts',
    () => 'select canonical from gate.response_version',
    REFUSED,
    { says: /permission denied/ },
  ]),
]
