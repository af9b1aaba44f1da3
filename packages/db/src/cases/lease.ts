import { LEASE_MINUTES } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'

/** Columns of a case nobody holds. */
export const noLease = { lease_by: null, lease_token: null, lease_until: null } as const

/** Gives the case to one tab of one person for `LEASE_MINUTES` from now; the token of any other tab is dead from here on. */
export async function setLease(
  trx: Trx,
  caseId: string,
  lease: { by: string; token: string },
): Promise<string> {
  const row = await trx
    .updateTable('pv_case')
    .set({
      lease_by: lease.by,
      lease_token: lease.token,
      lease_until: sql`clock_timestamp() + make_interval(mins => ${LEASE_MINUTES})`,
    })
    .where('id', '=', caseId)
    .returning('lease_until')
    .executeTakeFirstOrThrow()
  return row.lease_until as string
}

/** The newest entry of one action on a case: what a repeated request answers with. */
export async function lastEntryOf(trx: Trx, caseId: string, action: string): Promise<string | undefined> {
  const row = await trx
    .selectFrom('ledger_entry')
    .select('id')
    .where('object_type', '=', 'case')
    .where('object_id', '=', caseId)
    .where('action', '=', action)
    .orderBy('staged_no', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}
