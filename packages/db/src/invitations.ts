import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Trx } from './connect.ts'
import { uuidv7 } from './ids.ts'

/** Hours an invitation waits: long enough for a colleague on another continent, short enough to be missed when it is stolen. */
export const INVITATION_HOURS = 72

export type Invitation = { code: string; expiresAt: string }
export type OpenInvitation = {
  id: string
  personId: string
  username: string
  printedName: string
  totpSealed: Buffer | null
}

const hashOf = (code: string): Buffer => createHash('sha256').update(`hark-invitation\0${code}`).digest()

/** A new code for this person, the only one from now on; only its hash is kept. */
export async function invite(trx: Trx, personId: string): Promise<Invitation> {
  const code = randomBytes(20).toString('base64url')
  await trx
    .updateTable('invitation')
    .set({ ended_at: sql`clock_timestamp()` })
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('ended_at', 'is', null)
    .execute()
  const { expires_at } = await trx
    .insertInto('invitation')
    .values({
      id: uuidv7(),
      person_id: personId,
      code_hash: hashOf(code),
      expires_at: sql<string>`clock_timestamp() + make_interval(hours => ${INVITATION_HOURS})`,
    })
    .returning('expires_at')
    .executeTakeFirstOrThrow()
  return { code, expiresAt: expires_at }
}

/** The living invitation a person of this name holds this code of, locked; undefined when it is wrong, used, replaced or over. */
export async function lockInvitation(
  trx: Trx,
  username: string,
  code: string,
): Promise<OpenInvitation | undefined> {
  const { rows } = await sql<OpenInvitation>`
    select i.id, p.id as "personId", p.username, p.printed_name as "printedName", i.totp_sealed as "totpSealed"
    from invitation i join person p on p.id = i.person_id
    where i.code_hash = ${hashOf(code)} and p.username = ${username} and p.active
      and i.used_at is null and i.ended_at is null and i.expires_at > clock_timestamp() for update of i`.execute(
    trx,
  )
  return rows[0]
}

/** Another secret was shown: the ones before it are worth nothing. */
export async function noteOpened(trx: Trx, id: string, totpSealed: Buffer): Promise<void> {
  await sql`update invitation set totp_sealed = ${totpSealed}, opened = opened + 1 where id = ${id}`.execute(
    trx,
  )
}

export async function useInvitation(trx: Trx, id: string): Promise<void> {
  await sql`update invitation set used_at = clock_timestamp() where id = ${id}`.execute(trx)
}

/** What a password of this person must not be made of: their names, the products, the companies, and Hark itself. */
export async function passwordContext(db: Db, personId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select username as name from person where id = ${personId} union select printed_name from person where id = ${personId}
    union select brand from product union select substance from product union select receiving_entity from programme
    union select name from programme`.execute(db)
  return ['hark', ...rows.map((r) => r.name)]
}
