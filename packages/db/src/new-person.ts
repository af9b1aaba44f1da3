import { assertRolesCombine, DomainError, type Role } from '@hark/domain'
import type { Trx } from './connect.ts'
import { hashPassword } from './credentials/password.ts'
import { newTotpSecret } from './credentials/totp.ts'
import { type Actor, appendEntry, newEntryId } from './entries.ts'
import { uuidv7 } from './ids.ts'

export type NewPerson = {
  username: string
  printedName: string
  roles: Role[]
  password: string
  trainedUntil: string | null
  accountableSince?: string | null
  mustEnrol: boolean
}

/**
 * A person with both components, and the entry that says so. The TOTP secret is answered once and kept sealed. Throws `input.invalid` for a
 * user name that is or was somebody's: it is never given again (11.100(a)).
 */
export async function insertPerson(
  trx: Trx,
  p: NewPerson,
  actor: Actor,
  sealTotp: (secret: string) => Buffer,
): Promise<{ id: string; totpSecret: string }> {
  assertRolesCombine(p.roles)
  const id = uuidv7()
  const entry = newEntryId()
  const totpSecret = newTotpSecret()
  const roles = [...new Set(p.roles)]
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('person')
    .values({
      id,
      username: p.username,
      printed_name: p.printedName,
      roles,
      password_hash: await hashPassword(p.password),
      totp_sealed: sealTotp(totpSecret),
      must_enrol: p.mustEnrol,
      trained_until: p.trainedUntil,
      accountable_since: p.accountableSince ?? null,
      last_entry: entry,
    })
    .onConflict((c) => c.column('username').doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) throw new DomainError('input.invalid', 'This user name is taken.')
  await appendEntry(
    trx,
    { actor, action: 'person.created', object: { type: 'person', id }, ref: { roles: roles.join(' ') } },
    { id: entry },
  )
  return { id, totpSecret }
}
