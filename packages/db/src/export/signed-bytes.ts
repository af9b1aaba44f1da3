import { SIGNED_BYTES } from '@hark/ledger'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { BEGINNING, chosen, isIdsOnly, PAGE } from './chosen.ts'
import type { AsOf, ExportQuery } from './period.ts'

export type SignedBytes = {
  id: string
  contentSha256: string
  /** Null once erased, which only those are that held the words themselves. */
  bytes: string | null
  /** An entry within the bundle says that they were erased. */
  erased: boolean
  idsOnly: boolean
}

/** The bytes of each decision of the period, in the order of the listing. */
export async function* listSignedBytes(db: Db, q: ExportQuery, as: AsOf): AsyncGenerator<SignedBytes> {
  let after = BEGINNING
  for (;;) {
    const { rows } = await sql<SignedBytes & { exactly: string }>`
      with page as materialized (${chosen(q, as, after)})
      select d.id, encode(d.content_sha256, 'hex') as "contentSha256", convert_from(d.canonical, 'UTF8') as bytes, ${isIdsOnly} as "idsOnly",
        d.canonical is null and exists (select from ledger_entry x where x.object_type = 'decision' and x.object_id = d.id::text
          and x.action = 'erasure.executed' and x.leaf_index < ${as.size}
          and format('%s:%s', d.concluded_entry, ${SIGNED_BYTES}::text) = any(string_to_array(x.body::jsonb #>> '{ref,erased}', ' '))) as erased,
        d.concluded_at::text as exactly
      from page d order by d.concluded_at, d.id`.execute(db)
    for (const { exactly, ...row } of rows) {
      yield row
      after = { exactly, id: row.id }
    }
    if (rows.length < PAGE) return
  }
}
