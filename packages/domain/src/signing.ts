import { epochOf } from './clock.ts'
import { DomainError } from './errors.ts'

export const factors = ['password', 'totp', 'passkey'] as const
export type Factor = (typeof factors)[number]

/** Minutes without signing after which a series of signings is no longer one continuous session (11.200(a)(1)). */
export const SIGNING_IDLE_MINUTES = 15

export type SigningSeries = { since: string | null; lastSignedAt: string | null }

/** True when the next signature needs both components: first of a series, or after idle (21 CFR 11.200(a)(1)(i)-(ii)). */
export function needsBothComponents(series: SigningSeries, now: string): boolean {
  if (!series.since || !series.lastSignedAt) return true
  // A clock set back must not stretch a series, so the distance counts, not its sign.
  return Math.abs(epochOf(now) - epochOf(series.lastSignedAt)) > SIGNING_IDLE_MINUTES * 60_000
}

/** Throws unless the factors shown suffice; a component only its owner can use, password or passkey, is part of every signature. */
export function assertFactors(shown: readonly Factor[], series: SigningSeries, now: string): void {
  if (!shown.includes('password') && !shown.includes('passkey')) {
    throw new DomainError('sign.reauth_required', 'Enter your password to sign.')
  }
  if (needsBothComponents(series, now) && new Set(shown).size < 2) {
    throw new DomainError(
      'sign.second_factor_required',
      'The first signature of a session, and the first after a pause, needs both components.',
    )
  }
}

export type Signer = {
  active: boolean
  mustEnrol: boolean
  trainedUntil: string | null
  accountableSince: string | null
}

/** Throws `sign.not_trained` unless training is current and accountability acknowledged (11.10(i), (j)). */
export function assertMaySign(p: Signer, now: string): void {
  if (!p.active || p.mustEnrol)
    throw new DomainError(
      'sign.not_permitted',
      'Your sign-in was reset: enrol your second factor again before signing.',
    )
  if (!p.trainedUntil || epochOf(p.trainedUntil) < epochOf(now))
    throw new DomainError('sign.not_trained', 'Your training record has expired; renew it before signing.')
  if (!p.accountableSince)
    throw new DomainError(
      'sign.not_trained',
      'Acknowledge the accountability statement before your first signature.',
    )
}
