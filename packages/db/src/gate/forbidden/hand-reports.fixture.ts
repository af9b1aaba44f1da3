import { type Act, api, owner, publisher, REFUSED } from './act.fixture.ts'
import type { States } from './states.fixture.ts'

const usual = {
  who: "test.who('comms')",
  posted: 'true',
  address: "'https://x.com/brand/status/1'",
  reason: 'null',
}
type Said = Partial<typeof usual>

export const handReport =
  (over: Said = {}, of: 'taken' | 'handDue' = 'taken') =>
  (s: States) => {
    const r = { ...usual, ...over }
    return `insert into gate.hand_report (order_id, n, person_id, posted, address, reason)
      values ('${s[of].order}', 0, ${r.who}, ${r.posted}, ${r.address}, ${r.reason})`
  }
const report = (s: States) =>
  `select * from gate.report_hand('${s.taken.response}', '${s.comms}', true, 'https://x.com/brand/status/1', null)`
const taker = (set: string) => () => `update hark.person set ${set} where id = test.who('comms')`
const worksOnReplies = /who works on replies/
const misshapen: [string, Said][] = [
  ['as posted, nowhere', { address: 'null' }],
  ['as posted, at no secure address', { address: "'http://x.com/brand/status/1'" }],
  ['as posted, at two addresses', { address: "'https://x.com/1 https://x.com/2'" }],
  ['as posted, for a reason', { reason: "'why'" }],
  ['as not posted, at an address', { posted: 'false', reason: "'why'" }],
  ['as not posted, for no reason', { posted: 'false', address: 'null' }],
  ['as not posted, for an empty reason', { posted: 'false', address: 'null', reason: "' '" }],
]

/** What nobody can say of a reply that is posted by hand. */
export const handReports: Act[] = [
  api(['says what became of it behind the gate', handReport(), REFUSED, { says: /permission denied/ }]),
  publisher(['reports', report, REFUSED, { says: /permission denied/ }]),
  api(['reports as who is gone', report, REFUSED, { before: taker('active = false'), says: worksOnReplies }]),
  api([
    'reports as an auditor',
    report,
    REFUSED,
    { before: taker("roles = '{auditor}'"), says: worksOnReplies },
  ]),
  owner(['reports as nobody', handReport({ who: 'gen_random_uuid()' }), REFUSED, { says: worksOnReplies }]),
  owner(['reports what nobody took out', handReport({}, 'handDue'), REFUSED, { says: /nobody took/ }]),
  ...misshapen.map(([how, over]) => owner([`reports ${how}`, handReport(over), '23514'])),
  { ...api(['reports in repeatable read', report, '25000']), isolation: 'repeatable read' },
]
