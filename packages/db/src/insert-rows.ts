import { sql } from 'kysely'
import type { Trx } from './connect.ts'
import type { Tables } from './schema/index.ts'

/**
 * Inserts rows as one JSON document. However many they are, the statement is the same and has one parameter: for batches
 * of posts that costs half of what a placeholder for every value does. Every row has the keys of the first; no Buffers.
 */
export async function insertRows<T extends keyof Tables & string>(
  trx: Trx,
  table: T,
  rows: readonly object[],
  { skipKnown = false }: { skipKnown?: boolean } = {},
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)))
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::json)
    ${skipKnown ? sql`on conflict do nothing` : sql``}`.execute(trx)
}
