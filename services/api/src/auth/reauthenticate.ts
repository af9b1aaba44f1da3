import {
  lockPerson,
  markSigned,
  newEntryId,
  type Person,
  passwordMatches,
  type Trx,
  totpStep,
  touchSession,
  useTotpStep,
} from '@hark/db'
import { assertFactors, assertMaySign, DomainError, type Factor } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { IDLE_MINUTES } from './authenticate.ts'
import { assertNotLocked, noteAttempt, oneAtATime } from './lockout.ts'

export type Shown = { password: string; totp?: string | undefined }
export type Checked = { factors: Factor[]; step: number | null }
export type Reauthenticated = { id: string; person: Person; factors: Factor[]; fresh: boolean }

/** RFC 8176 names of the factors, as the signature statement carries them. */
export const amrOf = (factors: readonly Factor[]): ('pwd' | 'otp' | 'hwk')[] =>
  factors.map((f) => (({ password: 'pwd', totp: 'otp', passkey: 'hwk' }) as const)[f])

/**
 * Checks the components a person shows for one signature, before its transaction: argon2 is slow and a failure must be recorded even
 * though nothing else is. Returns the factors that held; throws `sign.*` or `auth.*`.
 */
export function checkShown(ctx: ApiContext, caller: Caller, shown: Shown): Promise<Checked> {
  return oneAtATime(`${caller.username}\0${caller.network}`, () => check(ctx, caller, shown))
}

async function check(ctx: ApiContext, caller: Caller, shown: Shown): Promise<Checked> {
  await assertNotLocked(ctx, caller.username, caller.network)
  const person = await ctx.db.transaction().execute((trx) => lockPerson(trx, caller.id))
  const passwordOk = await passwordMatches(person.passwordHash, shown.password)
  const step =
    shown.totp && person.totpSealed
      ? totpStep(ctx.totpSeal.open(person.totpSealed), shown.totp, ctx.now())
      : null
  const failed = !passwordOk || (shown.totp !== undefined && step === null)
  await noteAttempt(ctx, {
    username: caller.username,
    network: caller.network,
    purpose: 'sign',
    succeeded: !failed,
    personId: caller.id,
  })
  if (failed) throw new DomainError('auth.failed', 'The password or the code is not right. Nothing was done.')
  return { factors: step === null ? ['password'] : ['password', 'totp'], step }
}

/**
 * Inside the signing transaction: may this person sign now, with these factors, in this session (11.10(i), 11.200)?
 * Uses the code up and writes the one reauthentication this signature consumes, bound to `contentSha256`.
 */
export async function reauthenticate(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  checked: Checked,
  contentSha256: Buffer,
): Promise<Reauthenticated> {
  const now = ctx.now().toISOString()
  const person = await lockPerson(trx, caller.id)
  assertMaySign(person, now)
  const session = await touchSession(trx, caller.sessionHash, IDLE_MINUTES)
  if (!session) throw new DomainError('auth.session_expired', 'Your session has ended. Sign in again.')
  const series =
    session.network === caller.network
      ? { since: session.signingSince, lastSignedAt: session.lastSignedAt }
      : { since: null, lastSignedAt: null }
  assertFactors(checked.factors, series, now)
  if (checked.step !== null && !(await useTotpStep(trx, caller.id, checked.step))) {
    ctx.metrics.add('hark_reauth_failures_total', 1)
    throw new DomainError('auth.failed', 'This code was used already. Wait for the next one.')
  }
  const id = newEntryId()
  await trx
    .insertInto('reauthentication')
    .values({ id, person_id: caller.id, factors: checked.factors, content_sha256: contentSha256 })
    .execute()
  const fresh = checked.factors.length > 1
  await markSigned(trx, caller.sessionHash, fresh ? caller.network : null)
  return { id, person, factors: checked.factors, fresh }
}
