import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/**
 * The first of the `size` sequenced entries whose columns differ from its sealed bytes, or null. The timeline and every filter read the
 * columns; the verifier reads the bytes. Ask only of a log that verified: bytes that are no entry at all fail here.
 */
export async function firstAltered(
  db: Db,
  size: number,
): Promise<{ index: number; id: string; object: string } | null> {
  const { rows } = await sql<{ index: number; id: string; object: string }>`
    select leaf_index as index, id, object_type || '/' || object_id as object
    from ledger_entry e cross join lateral (select convert_from(leaf, 'UTF8')::jsonb as sealed) s
    where leaf_index < ${size} and (
      (sealed ->> 'id', sealed ->> 'action', sealed #>> '{object,type}', sealed #>> '{object,id}') is distinct from (e.id::text, action, object_type, object_id)
      or (sealed ->> 'at')::timestamptz is distinct from date_trunc('milliseconds', e.at)
      or sealed - array['v', 'log', 'seq', 'id', 'at', 'action', 'object', 'prev'] is distinct from body::jsonb)
    order by leaf_index limit 1`.execute(db)
  return rows[0] ?? null
}
