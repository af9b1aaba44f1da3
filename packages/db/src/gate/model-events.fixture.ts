import { possibleEvents, type ResponseEvent, type ResponseState, responseTransitions } from '@hark/domain'
import { make } from './gate.fixture.ts'
import {
  answers,
  approve,
  type Event,
  gate,
  letGo,
  type Model,
  outcome,
  restore,
  signature,
  sql,
  verdict,
  version,
} from './model-world.fixture.ts'

const can = (event: ResponseEvent) => (m: Model) => possibleEvents(m.state).includes(event)
const to = (event: ResponseEvent) => (m: Model) => ({
  state: (responseTransitions[event] as Record<string, ResponseState>)[m.state] as ResponseState,
})
/** Back among what may be sent: unless its time is over, or its approval was taken back meanwhile. */
const back = (event: ResponseEvent) => (m: Model) => {
  const state = m.revokedLate ? 'revoked' : m.late ? 'expired' : to(event)(m).state
  return { state: state as ResponseState }
}
const out = (m: Model) => ['sending', 'unknown', 'sent', 'taken'].includes(m.state)
export const fresh = { late: false, revokedLate: false }
/** `only`: where the schema leaves it to the application, the application's rule decides whether it is tried. */
export const events: Event[] = [
  {
    name: 'edit',
    may: can('edit'),
    next: (m) => ({ ...to('edit')(m), ...fresh }),
    run: (w) => make(gate.admin, 'test.edit($1)', [w.response]),
  },
  {
    name: 'submit',
    may: can('submit'),
    only: can('submit'),
    next: to('submit'),
    run: async (w) =>
      sql(
        'update gate.response set submitted_version = (select version from gate.response_version where id = $2) where id = $1',
        [w.response, await version(w)],
      ),
  },
  {
    name: 'approve',
    may: (m) => can('approve')(m) && m.signerActive,
    only: (m) => m.state !== 'drafted',
    next: (m) => ({ ...to('approve')(m), ...fresh }),
    run: (w) => approve(w, '-1 second', '1 day'),
  },
  {
    name: 'approve, lapsed',
    may: (m) => can('approve')(m) && m.signerActive,
    only: (m) => m.state !== 'drafted',
    next: () => ({ state: 'expired', late: true, revokedLate: false }),
    run: (w) => approve(w, '-2 hours', '-1 hour'),
  },
  {
    name: 'reject',
    may: can('reject'),
    only: can('reject'),
    next: to('reject'),
    run: async (w) => make(gate.admin, "test.sign($1, test.who('other'), 'pv_reject')", [await version(w)]),
  },
  {
    name: 'revoke',
    may: can('revoke'),
    only: can('revoke'),
    next: to('revoke'),
    run: async (w) =>
      answers('stopped', 'gate.revoke_signature($1, $2, $3)', [await signature(w), gate.people.lead, 'why']),
  },
  {
    name: 'revoke, late',
    may: out,
    only: (m) => out(m) && !m.revokedLate,
    next: () => ({ revokedLate: true }),
    run: async (w) => {
      const said = await make<string>(gate.admin, 'gate.revoke_signature($1, $2, $3)', [
        await signature(w),
        gate.people.lead,
        'why',
      ])
      if (!said.startsWith('too_late')) throw new Error(said)
    },
  },
  {
    name: 'withdraw',
    may: can('withdraw'),
    next: to('withdraw'),
    run: (w) =>
      answers('withdrawn', 'gate.withdraw_response($1, $2, $3)', [w.response, gate.people.lead, 'why']),
  },
  {
    name: 'claim',
    may: (m) => can('claim')(m) && !m.byHand && !m.stopped && m.signerActive,
    next: to('claim'),
    run: async (w) => {
      const { rows } = await sql(
        'select attempt_id from gate.publish_order o, lateral gate.claim_send(o.id) where o.response_version_id = $1',
        [await version(w)],
      )
      if (rows.length === 0) throw new Error('nothing to claim')
    },
  },
  {
    name: 'take',
    may: (m) => can('take')(m) && m.byHand && !m.stopped && m.signerActive,
    next: to('take'),
    run: async (w) => {
      const { rows } = await sql('select * from gate.take_out($1, $2)', [w.response, gate.people.comms])
      if (rows.length === 0) throw new Error('nothing to take out')
    },
  },
  { name: 'confirm', may: can('confirm'), next: to('confirm'), run: (w) => outcome(w, 'sent') },
  { name: 'defer', may: can('defer'), next: back('defer'), run: (w) => outcome(w, 'not_sent') },
  { name: 'refuse', may: can('refuse'), next: to('refuse'), run: (w) => outcome(w, 'refused') },
  { name: 'lose', may: can('lose'), next: to('lose'), run: (w) => outcome(w, 'unknown') },
  {
    name: 'crash',
    may: can('lose'),
    only: can('lose'),
    next: to('lose'),
    run: () => sql("select * from gate.expire_attempts('0')", []),
  },
  {
    name: 'restore',
    may: () => true,
    next: (m) => (can('restore')(m) ? to('restore')(m) : {}),
    run: restore,
  },
  { name: 'resend', may: can('resend'), next: back('resend'), run: verdict('resend') },
  {
    name: 'cancel',
    may: can('cancel'),
    next: (m) => (m.revokedLate ? { state: 'revoked' } : to('cancel')(m)),
    run: verdict('cancel'),
  },
  {
    name: 'deactivate',
    may: () => true,
    next: () => ({ signerActive: false }),
    run: (w) => sql('update hark.person set active = false where id = $1', [w.signer]),
  },
  {
    name: 'reactivate',
    may: () => true,
    next: () => ({ signerActive: true }),
    run: (w) => sql('update hark.person set active = true where id = $1', [w.signer]),
  },
  {
    name: 'kill',
    may: () => true,
    next: () => ({ stopped: true }),
    run: () => sql('select gate.engage_kill_switch($1, $2, $3)', ['global', gate.people.comms, 'why']),
  },
  { name: 'let go', may: (m) => m.stopped, next: () => ({ stopped: false }), run: letGo },
]
