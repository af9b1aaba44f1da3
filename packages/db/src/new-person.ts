import { assertRolesCombine, type Role } from '@hark/domain'
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

/** A person with both components, and the entry that says so. The TOTP secret is answered once and kept sealed. */
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
  await trx
    .insertInto('person')
    .values({
      id,
      username: p.username,
      printed_name: p.printedName,
      roles: p.roles,
      password_hash: await hashPassword(p.password),
      totp_sealed: sealTotp(totpSecret),
      must_enrol: p.mustEnrol,
      trained_until: p.trainedUntil,
      accountable_since: p.accountableSince ?? null,
      last_entry: entry,
    })
    .execute()
  await appendEntry(
    trx,
    { actor, action: 'person.created', object: { type: 'person', id }, ref: { roles: p.roles.join(' ') } },
    { id: entry },
  )
  return { id, totpSecret }
}
