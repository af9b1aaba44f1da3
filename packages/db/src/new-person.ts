import { assertRolesCombine, DomainError, type Role } from '@hark/domain'
import type { Insertable } from 'kysely'
import type { Trx } from './connect.ts'
import { hashPassword } from './credentials/password.ts'
import { newTotpSecret } from './credentials/totp.ts'
import { type Actor, appendEntry, newEntryId } from './entries.ts'
import { uuidv7 } from './ids.ts'
import { type Invitation, invite } from './invitations.ts'
import type { PersonTable } from './schema/people.ts'

export type NewPerson = { username: string; printedName: string; roles: Role[] }
/** Ready to work from the start: practice people, who are nobody. */
export type ReadyPerson = NewPerson & { password: string; trainedUntil: string; accountableSince: string }

/**
 * A person who cannot sign in yet, with the invitation by which they choose both components themselves. Throws `input.invalid` for a user
 * name that is or was somebody's: it is never given again (11.100(a)).
 */
export async function invitePerson(
  trx: Trx,
  p: NewPerson,
  actor: Actor,
): Promise<{ id: string; entryId: string; invitation: Invitation }> {
  const { id, entryId } = await insert(trx, p, actor, { must_enrol: true })
  return { id, entryId, invitation: await invite(trx, id) }
}

/** A person with both components, told to the caller; the TOTP secret is kept sealed. */
export async function insertPerson(
  trx: Trx,
  p: ReadyPerson,
  actor: Actor,
  sealTotp: (secret: string) => Buffer,
): Promise<{ id: string; totpSecret: string }> {
  const totpSecret = newTotpSecret()
  const { id } = await insert(trx, p, actor, {
    password_hash: await hashPassword(p.password),
    totp_sealed: sealTotp(totpSecret),
    trained_until: p.trainedUntil,
    accountable_since: p.accountableSince,
  })
  return { id, totpSecret }
}

async function insert(
  trx: Trx,
  p: NewPerson,
  actor: Actor,
  more: Partial<Insertable<PersonTable>>,
): Promise<{ id: string; entryId: string }> {
  assertRolesCombine(p.roles)
  const [id, entryId] = [uuidv7(), newEntryId()]
  const roles = [...new Set(p.roles)]
  const row = { id, username: p.username, printed_name: p.printedName, roles, last_entry: entryId, ...more }
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('person')
    .values(row)
    .onConflict((c) => c.column('username').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) throw new DomainError('input.invalid', 'This user name is taken.')
  await appendEntry(
    trx,
    { actor, action: 'person.created', object: { type: 'person', id }, ref: { roles: roles.join(' ') } },
    { id: entryId },
  )
  return { id, entryId }
}
