import type { Role } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from './connect.ts'

export type SessionRow = {
  personId: string
  username: string
  printedName: string
  roles: Role[]
  openedAt: string
  expiresAt: string
  network: string
  signingSince: string | null
  lastSignedAt: string | null
}

export async function insertSession(
  trx: Db,
  s: { tokenHash: Buffer; personId: string; expiresAt: string; network: string },
): Promise<void> {
  await trx
    .insertInto('session')
    .values({ token_hash: s.tokenHash, person_id: s.personId, expires_at: s.expiresAt, network: s.network })
    .execute()
}

/**
 * The living session of a token, and marks it seen; `background` requests are nobody's act and leave it as idle as it was. Undefined when
 * unknown, revoked, expired, idle too long, or its person was deactivated meanwhile.
 */
export async function touchSession(
  db: Db,
  tokenHash: Buffer,
  idleMinutes: number,
  background = false,
): Promise<SessionRow | undefined> {
  const row = await db
    .updateTable('session as s')
    .from('person as p')
    .set({ last_seen_at: background ? sql`s.last_seen_at` : sql`clock_timestamp()` })
    .whereRef('p.id', '=', 's.person_id')
    .where('s.token_hash', '=', tokenHash)
    .where('s.revoked_at', 'is', null)
    .where('p.active', '=', true)
    .where('s.expires_at', '>', sql<string>`clock_timestamp()`)
    .where('s.last_seen_at', '>', sql<string>`clock_timestamp() - make_interval(mins => ${idleMinutes})`)
    .returning([
      'p.id as personId',
      'p.username',
      'p.printed_name as printedName',
      'p.roles',
      's.created_at as openedAt',
      's.expires_at as expiresAt',
      's.network',
      's.signing_since as signingSince',
      's.last_signed_at as lastSignedAt',
    ])
    .executeTakeFirst()
  return row as SessionRow | undefined
}

export async function revokeSession(trx: Db, tokenHash: Buffer): Promise<void> {
  await trx
    .updateTable('session')
    .set({ revoked_at: sql`clock_timestamp()` })
    .where('token_hash', '=', tokenHash)
    .execute()
}

/** After a password, role or activity change every session of the person ends; `but` is the one in which they changed it themselves. */
export async function revokeSessionsOf(trx: Db, personId: string, but?: Buffer): Promise<void> {
  await trx
    .updateTable('session')
    .set({ revoked_at: sql`clock_timestamp()` })
    .where('person_id', '=', personId)
    .where('revoked_at', 'is', null)
    .$if(but !== undefined, (q) => q.where('token_hash', '<>', but as Buffer))
    .execute()
}

/**
 * Notes a signature in the session's signing series. Where both components were shown (`newSeriesFrom`: the network they came from)
 * a new series starts there; it ends when the network changes again.
 */
export async function markSigned(trx: Db, tokenHash: Buffer, newSeriesFrom: string | null): Promise<void> {
  await trx
    .updateTable('session')
    .set({
      last_signed_at: sql`clock_timestamp()`,
      ...(newSeriesFrom === null ? {} : { signing_since: sql`clock_timestamp()`, network: newSeriesFrom }),
    })
    .where('token_hash', '=', tokenHash)
    .execute()
}
