import type { Db } from '@hark/db'

export async function auditActions(db: Db, objectId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('ledger_entry')
    .select('action')
    .where('object_id', '=', objectId)
    .orderBy('staged_no')
    .execute()
  return rows.map((r) => r.action)
}
