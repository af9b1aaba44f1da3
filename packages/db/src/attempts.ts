import { sql } from 'kysely'
import type { Db } from './connect.ts'

export type Attempt = {
  accountHash: Buffer
  network: string
  purpose: 'sign_in' | 'sign'
  succeeded: boolean
}

export async function recordAttempt(db: Db, a: Attempt): Promise<void> {
  await db
    .insertInto('auth_attempt')
    .values({ account_hash: a.accountHash, network: a.network, purpose: a.purpose, succeeded: a.succeeded })
    .execute()
}

/**
 * Failures since the last success within 15 minutes: from this network, and from all. Counted apart so that a
 * stranger elsewhere cannot lock a signer out of their own network.
 */
export async function recentFailures(
  db: Db,
  accountHash: Buffer,
  network: string,
): Promise<{ here: number; everywhere: number; lastAt: string | null }> {
  const { rows } = await sql<{ here: number; everywhere: number; lastAt: string | null }>`
    select count(*) filter (where network = ${network}) as here, count(*) as everywhere,
      max(at) filter (where network = ${network}) as "lastAt"
    from auth_attempt a
    where account_hash = ${accountHash} and not succeeded and at > clock_timestamp() - interval '15 minutes'
      and not exists (select from auth_attempt s where s.account_hash = a.account_hash and s.network = a.network and s.succeeded and s.at > a.at)
  `.execute(db)
  return rows[0] ?? { here: 0, everywhere: 0, lastAt: null }
}
