import type { Opening } from '@hark/ledger'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'

/** Opens a sealed private value; throws for what another key sealed. */
export type OpenValue = (sealed: Buffer) => string

type Field = {
  seq: number
  field: string
  salt: Buffer | null
  sealed: Buffer | null
  erasedBy: number | null
}

/** Private fields of some entries `e`, each held, or erased by an entry among the first `size`, or neither. */
async function readFields(db: Db, which: RawBuilder<unknown>, size: number): Promise<Field[]> {
  const { rows } = await sql<Field>`
    select e.leaf_index as seq, f.field, r.salt, r.sealed, x.leaf_index as "erasedBy"
    from ledger_entry e cross join lateral jsonb_object_keys(e.body::jsonb -> 'commit') as f(field)
    left join ledger_private r on r.entry_id = e.id and r.field = f.field
    left join lateral (
      select x.leaf_index from ledger_entry x
      where x.object_type = e.object_type and x.object_id = e.object_id and x.action = 'erasure.executed' and x.leaf_index < ${size}
        and string_to_array(x.body::jsonb #>> '{ref,erased}', ' ') && array[format('%s:%s', e.id, f.field), format('%s:%s', e.leaf_index, f.field)]
      order by x.leaf_index limit 1) x on r.entry_id is null
    where ${which} order by e.leaf_index, f.field collate "C"`.execute(db)
  return rows
}

const PAGE = 2_000

/**
 * Everything private the database holds of the first `size` entries, in order, for the verifier on the spot: each value under its
 * commitment, or the entry that erased it. One that is simply gone has no line, which the verifier calls tampering.
 */
export async function* readOpenings(db: Db, size: number, open: OpenValue): AsyncGenerator<Opening> {
  for (let at = 0; at < size; at += PAGE) {
    const page = sql`e.leaf_index >= ${at} and e.leaf_index < ${Math.min(at + PAGE, size)} and e.body like '%"commit"%'`
    for (const field of await readFields(db, page, size)) {
      const opening = openingOf(field, open)
      if (opening) yield opening
    }
  }
}

/** Of these entries: what was erased by the first `size`, and the values of those entries that may be `shown`. The rest is withheld. */
export async function openingsOf(
  db: Db,
  entryIds: readonly string[],
  { size, shown, open }: { size: number; shown: ReadonlySet<number>; open: OpenValue },
): Promise<Opening[]> {
  if (entryIds.length === 0) return []
  const fields = await readFields(db, sql`e.id = any(${[...entryIds]}::uuid[])`, size)
  return fields.flatMap((field) => {
    const opening = field.erasedBy !== null || shown.has(field.seq) ? openingOf(field, open) : null
    return opening ? [opening] : []
  })
}

function openingOf({ seq, field, salt, sealed, erasedBy }: Field, open: OpenValue): Opening | null {
  if (!salt || !sealed) return erasedBy === null ? null : { seq, field, erased_by: erasedBy }
  try {
    return { seq, field, salt: salt.toString('base64'), value: open(sealed) }
  } catch {
    return { seq, field, withheld: true } // another key sealed it, or it was altered: nobody can say, and it is not shown
  }
}
