import { appendEntry, type Db, hashPassword, newEntryId, newTotpSecret, uuidv7 } from '@hark/db'
import type { Role } from '@hark/domain'

export const PASSWORD = 'a long test password'

export type SeededPerson = {
  id: string
  username: string
  printedName: string
  roles: Role[]
  totpSecret: string
}

/** Two of each who check one another, one of the others; all trained and accountable, all with the same password. */
const cast: [string, string, Role[]][] = [
  ['ana', 'Ana Almeida', ['pv_reviewer']],
  ['ben', 'Ben Brandt', ['pv_reviewer']],
  ['lea', 'Lea Lindqvist', ['pv_lead']],
  ['luc', 'Luc Laurent', ['pv_lead']],
  ['cho', 'Cho Chen', ['comms']],
  ['aud', 'Aud Aune', ['auditor']],
  ['oli', 'Oli Okafor', ['operator']],
]

const hashed = hashPassword(PASSWORD)

export async function seedPeople(
  db: Db,
  sealTotp: (secret: string) => Buffer,
): Promise<Record<string, SeededPerson>> {
  const password = await hashed
  const trained = new Date(Date.now() + 90 * 86_400_000).toISOString()
  const people = cast.map(([username, printedName, roles]) => ({
    id: uuidv7(),
    username,
    printedName,
    roles,
    totpSecret: newTotpSecret(),
  }))
  await db.transaction().execute(async (trx) => {
    for (const p of people) {
      const entry = newEntryId()
      await trx
        .insertInto('person')
        .values({
          id: p.id,
          username: p.username,
          printed_name: p.printedName,
          roles: p.roles,
          password_hash: password,
          totp_sealed: sealTotp(p.totpSecret),
          trained_until: trained,
          accountable_since: new Date().toISOString(),
          last_entry: entry,
        })
        .execute()
      const object = { type: 'person', id: p.id }
      await appendEntry(trx, { actor: seed, action: 'person.created', object }, { id: entry })
    }
  })
  return Object.fromEntries(people.map((p) => [p.username, p]))
}

const seed = { id: 'seed', kind: 'service' } as const
