/** Every refusal Hark can give, by a closed code. Tests assert the code, never the sentence. */
export const errorCodes = [
  'auth.required',
  'auth.failed',
  'auth.locked',
  'auth.forbidden',
  'auth.session_expired',
  'csrf.refused',
  'input.invalid',
  'input.too_large',
  'not_found',
  'programme.incomplete',
  'programme.is_practice',
  'source.not_acknowledged',
  'source.forbidden_by_policy',
  'case.leased_by_other',
  'case.lease_lost',
  'case.not_open',
  'case.decided',
  'case.changed',
  'case.nothing_to_undo',
  'case.last_post',
  'decision.criterion_unresolved',
  'decision.quote_not_in_post',
  'decision.reason_required',
  'decision.invalid_combination',
  'decision.code_unknown',
  'decision.already_signed',
  'decision.void',
  'clock.later_without_reason',
  'clock.instant_invalid',
  'sign.reauth_required',
  'sign.second_factor_required',
  'sign.content_changed',
  'sign.not_trained',
  'sign.not_permitted',
  'sign.nothing_to_sign',
  'response.listen_only',
  'response.not_released',
  'response.already_answered',
  'response.post_gone',
  'response.opted_out',
  'response.changed',
  'response.own_draft',
  'response.lint_failed',
  'response.no_disposition',
  'response.not_draft',
  'response.not_reviewable',
  'response.not_signed',
  'response.too_late',
  'response.not_released_yet',
  'response.illegal_transition',
  'handoff.illegal_transition',
  'kill_switch.engaged',
  'kill_switch.not_engaged',
  'kill_switch.second_person_required',
  'roles.forbidden_combination',
  'people.self_change',
  'people.password_blocked',
  'people.invitation_invalid',
  'import.bad_file',
  'ledger.fork',
  'demo.not_practice',
  'overloaded',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** A refusal by rule. `code` is for machines; `message` tells a person what to do next. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly details: Record<string, unknown>

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'DomainError'
    this.code = code
    this.details = details
  }
}
