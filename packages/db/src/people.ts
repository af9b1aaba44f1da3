import { DomainError, type Role } from '@hark/domain'
import type { Db } from './connect.ts'

export type Person = {
  id: string
  username: string
  printedName: string
  roles: Role[]
  passwordHash: string | null
  totpSealed: Buffer | null
  totpLastStep: number
  active: boolean
  mustEnrol: boolean
  trainedUntil: string | null
  accountableSince: string | null
  createdAt: string
}

const columns = [
  'id',
  'username',
  'printed_name as printedName',
  'roles',
  'password_hash as passwordHash',
  'totp_sealed as totpSealed',
  'totp_last_step as totpLastStep',
  'active',
  'must_enrol as mustEnrol',
  'trained_until as trainedUntil',
  'accountable_since as accountableSince',
  'created_at as createdAt',
] as const

export async function findPersonByUsername(db: Db, username: string): Promise<Person | undefined> {
  return (await db
    .selectFrom('person')
    .select(columns)
    .where('username', '=', username)
    .executeTakeFirst()) as Person | undefined
}

/** Locks the row: two signatures of one person, or a signature and a deactivation, follow one another. Throws `not_found`. */
export async function lockPerson(trx: Db, id: string): Promise<Person> {
  const person = await trx
    .selectFrom('person')
    .select(columns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!person) throw new DomainError('not_found', 'There is no such person.')
  return person as Person
}

/** Uses up a TOTP step: false when this or a later step was used already (a code works once). */
export async function useTotpStep(trx: Db, personId: string, step: number): Promise<boolean> {
  const used = await trx
    .updateTable('person')
    .set({ totp_last_step: step })
    .where('id', '=', personId)
    .where('totp_last_step', '<', step)
    .executeTakeFirst()
  return used.numUpdatedRows === 1n
}
