import {
  appendEntry,
  hashPassword,
  lockInvitation,
  lockPerson,
  newEntryId,
  newTotpSecret,
  noteOpened,
  revokeSessionsOf,
  type Trx,
  totpStep,
  totpUri,
  useInvitation,
} from '@hark/db'
import { DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import { assertNotLocked, noteAttempt, oneAtATime } from './lockout.ts'
import { assertNewPassword } from './new-password.ts'

type Invited = { username: string; code: string }

/**
 * Shows who holds the code a second factor, drawn anew each time: had somebody looked before, what they saw is worth nothing, and where
 * somebody looks in between, the person's own code fails and tells them.
 */
export function openInvitation(ctx: ApiContext, given: Invited, network: string) {
  return attempt(ctx, given, network, async (trx) => {
    const invited = await lockInvitation(trx, given.username, given.code)
    if (!invited) return null
    const secret = newTotpSecret()
    await noteOpened(trx, invited.id, ctx.totpSeal.seal(secret))
    return { printedName: invited.printedName, totpUri: totpUri(secret, invited.username) }
  })
}

/** Both components are the person's own from here on, and nobody else ever had them; the invitation is used up. */
export function acceptInvitation(
  ctx: ApiContext,
  given: Invited & { newPassword: string; totp: string },
  network: string,
): Promise<{ accepted: true }> {
  return attempt(ctx, given, network, async (trx) => {
    const invited = await lockInvitation(trx, given.username, given.code)
    const secret = invited?.totpSealed ? ctx.totpSeal.open(invited.totpSealed) : null
    const step = secret && totpStep(secret, given.totp, ctx.now())
    if (!invited?.totpSealed || !step) return null
    await assertNewPassword(trx, invited.personId, given.newPassword)
    const entryId = newEntryId()
    await lockPerson(trx, invited.personId)
    await trx
      .updateTable('person')
      .set({
        password_hash: await hashPassword(given.newPassword),
        totp_sealed: invited.totpSealed,
        totp_last_step: step,
        must_enrol: false,
        last_entry: entryId,
      })
      .where('id', '=', invited.personId)
      .execute()
    await useInvitation(trx, invited.id)
    await revokeSessionsOf(trx, invited.personId)
    const [actor, object] = [
      { id: invited.personId, kind: 'user' } as const,
      { type: 'person', id: invited.personId },
    ]
    await appendEntry(trx, { actor, action: 'person.changed', object, why: 'enrolled' }, { id: entryId })
    return { accepted: true as const }
  })
}

/** As a sign-in: slowed after failures, one at a time, and the same answer whatever was wrong. */
function attempt<T>(
  ctx: ApiContext,
  { username }: Invited,
  network: string,
  act: (trx: Trx) => Promise<T | null>,
): Promise<T> {
  return oneAtATime(`${username}\0${network}`, async () => {
    await assertNotLocked(ctx, username, network)
    const done = await ctx.db.transaction().execute(act)
    await noteAttempt(ctx, { username, network, purpose: 'sign_in', succeeded: done !== null })
    if (done === null)
      throw new DomainError(
        'people.invitation_invalid',
        'The invitation, its user name or the code is not right, or it was used, replaced or is over. Ask an operator for another.',
      )
    return done
  })
}
