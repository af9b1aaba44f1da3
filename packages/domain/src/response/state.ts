import { DomainError, type ErrorCode } from '../errors.ts'

export const responseStates = [
  'drafted',
  'in_review',
  'rejected',
  'revoked',
  'held',
  'expired',
  'sending',
  'unknown',
  'failed',
  'sent',
  /** A named person took the signed text out, to post it by hand. */
  'taken',
  'withdrawn',
] as const
export type ResponseState = (typeof responseStates)[number]

/**
 * What may happen to a response, from where, and where it leads (field-guide §3.6, §6.4). The database refuses the same
 * moves on its orders (migrations/007-guards.sql); this table says it for people and for tests.
 */
export const responseTransitions = {
  /** Another version: it carries no signature, so it starts as a draft again. */
  edit: {
    drafted: 'drafted',
    in_review: 'drafted',
    rejected: 'drafted',
    revoked: 'drafted',
    failed: 'drafted',
  },
  submit: { drafted: 'in_review' },
  approve: { in_review: 'held' },
  reject: { in_review: 'rejected' },
  revoke: { held: 'revoked', expired: 'revoked' },
  /** The approval outlived its time before it was sent. */
  lapse: { held: 'expired' },
  claim: { held: 'sending' },
  /** In place of a claim, where the platform takes no reply by API: a person posts it by hand, and may have. */
  take: { held: 'taken' },
  /** The platform's receipt, or the reply found there by reconciliation. */
  confirm: { sending: 'sent', unknown: 'sent' },
  /** Definitely not sent, and worth another try. */
  defer: { sending: 'held' },
  /** Definitely not sent, and no repeat will change that. */
  refuse: { sending: 'failed' },
  lose: { sending: 'unknown' },
  /** After a restored database anything not final may already be public. */
  restore: { held: 'unknown', expired: 'unknown', sending: 'unknown' },
  /** Two people decided; a machine never leaves `unknown` but by finding the reply. */
  resend: { unknown: 'held' },
  cancel: { unknown: 'failed' },
  withdraw: {
    drafted: 'withdrawn',
    in_review: 'withdrawn',
    rejected: 'withdrawn',
    revoked: 'withdrawn',
    held: 'withdrawn',
    expired: 'withdrawn',
    failed: 'withdrawn',
  },
} as const satisfies Record<string, Partial<Record<ResponseState, ResponseState>>>

export type ResponseEvent = keyof typeof responseTransitions
export const responseEvents = Object.keys(responseTransitions) as ResponseEvent[]

const refusals: Partial<Record<ResponseEvent, ErrorCode>> = {
  edit: 'response.not_draft',
  submit: 'response.not_draft',
  approve: 'response.not_reviewable',
  reject: 'response.not_reviewable',
  claim: 'response.not_signed',
  take: 'response.not_signed',
}
const out: readonly ResponseState[] = ['sending', 'unknown', 'sent', 'taken']

/** Where `event` leads from `state`; throws the refusal a person can act on. */
export function nextResponseState(state: ResponseState, event: ResponseEvent): ResponseState {
  const table: Partial<Record<ResponseState, ResponseState>> = responseTransitions[event]
  const next = table[state]
  if (next) return next
  if ((event === 'revoke' || event === 'withdraw') && out.includes(state))
    throw new DomainError(
      'response.too_late',
      `This reply is ${state === 'taken' ? 'taken out' : state}: it can no longer be stopped here.`,
    )
  throw new DomainError(
    refusals[event] ?? 'response.illegal_transition',
    `A reply that is ${state.replace('_', ' ')} cannot be met by “${event}”.`,
  )
}

/** What may happen next, for buttons and for the API's map of actions. */
export const possibleEvents = (state: ResponseState): ResponseEvent[] =>
  responseEvents.filter((event) => state in responseTransitions[event])
