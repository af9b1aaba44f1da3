import { epochOf } from '../clock.ts'
import { DomainError } from '../errors.ts'
import { nextResponseState, type ResponseState } from './state.ts'

export const signOffMeanings = ['pv_approve', 'pv_reject'] as const
export type SignOffMeaning = (typeof signOffMeanings)[number]

export type SignOff = {
  state: ResponseState
  /** Person ids of everyone who wrote any version. */
  authors: readonly string[]
  signer: string
  /** The case has a signed decision: no reply before the adverse-event disposition (11.10(f)). */
  dispositionSigned: boolean
  lintBlocked: boolean
}

/** Throws unless `signer` may sign off or reject this version (R-14: neither drafter nor any editor; R-17). */
export function assertMaySignOff(s: SignOff, meaning: SignOffMeaning): void {
  nextResponseState(s.state, meaning === 'pv_approve' ? 'approve' : 'reject')
  if (s.authors.includes(s.signer))
    throw new DomainError('response.own_draft', 'You wrote part of this reply; somebody else signs it.')
  if (meaning === 'pv_reject') return
  if (!s.dispositionSigned)
    throw new DomainError(
      'response.no_disposition',
      'Sign the case decision first; no reply goes out before it.',
    )
  if (s.lintBlocked)
    throw new DomainError('response.lint_failed', 'The lint blocks this text; it goes back to its author.')
}

/** Minutes between approval and sending in which anybody may still withdraw (field-guide §6.4: 10–60). */
export const HOLD_MINUTES = 10
/** Hours after which an approval no longer sends (field-guide §6.4). */
export const APPROVAL_HOURS = 24

/** From when, and until when, an approved reply may be sent; ISO 8601 UTC. */
export function holdWindow(
  signedAt: string,
  holdMinutes: number = HOLD_MINUTES,
): { holdUntil: string; expiresAt: string } {
  if (!(holdMinutes >= 0 && holdMinutes < APPROVAL_HOURS * 60))
    throw new DomainError('input.invalid', 'A hold is shorter than the life of its approval.')
  const at = epochOf(signedAt)
  const iso = (minutes: number) => new Date(at + minutes * 60_000).toISOString()
  return { holdUntil: iso(holdMinutes), expiresAt: iso(APPROVAL_HOURS * 60) }
}
