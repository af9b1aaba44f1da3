import type { ResponseSummary } from '@hark/contract'
import { DomainError, nextResponseState, type ResponseEvent } from '@hark/domain'

type State = ResponseSummary['state']
export const stateNames: Record<State, string> = {
  drafted: 'drafted',
  in_review: 'in review',
  rejected: 'rejected',
  revoked: 'sign-off revoked',
  held: 'held before sending',
  expired: 'sign-off expired',
  sending: 'being sent',
  unknown: 'outcome unknown',
  failed: 'failed',
  sent: 'sent',
  taken: 'taken out by hand',
  withdrawn: 'withdrawn',
}

/** The board, left to right as a reply moves. */
export const columns: { name: string; states: State[]; empty: string }[] = [
  {
    name: 'Drafted',
    states: ['drafted', 'rejected'],
    empty: 'Draft a reply from a case, or from a post released above.',
  },
  { name: 'In review', states: ['in_review'], empty: 'Submitted drafts wait here for PV sign-off.' },
  { name: 'Held', states: ['held', 'sending'], empty: 'Signed replies wait out their hold here.' },
  { name: 'Outcome unknown', states: ['unknown'], empty: 'Nothing to settle by two people.' },
  { name: 'Sent', states: ['sent', 'taken'], empty: 'Nothing has been sent.' },
  { name: 'Stopped', states: ['withdrawn', 'revoked', 'expired', 'failed'], empty: 'Nothing was stopped.' },
]

/** Why something cannot happen to a reply in this state, or null: the server's own state machine, asked before. */
export function whyNotNow(state: State, event: ResponseEvent): string | null {
  try {
    nextResponseState(state, event)
    return null
  } catch (error) {
    return error instanceof DomainError ? error.message : 'This cannot be done now.'
  }
}
