import { type DecisionDocument, fieldsQuoting } from '@hark/domain'
import { type ErasedField, formatErased, SIGNED_BYTES } from '@hark/ledger'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { type Actor, appendEntries, type NewEntry } from '../entries.ts'

const signedForward = sql`exists (select from decision n where n.case_id = d.case_id and n.state = 'signed' and n.forwardable)`

type Quoting = { id: string; canonical: Buffer; entry: string; posts: string[] }

/**
 * What decisions quote of posts that go, goes with them: words and salt, or the whole bytes where those still hold the words. Hash and
 * signature stay, and an entry a decision names what was erased. `butForwarded`: what rests on a forward in force is kept with it.
 */
export async function forgetWords(
  trx: Trx,
  gone: readonly string[],
  by: Actor,
  { butForwarded = false } = {},
): Promise<void> {
  if (gone.length === 0) return
  const { rows } = await sql<Quoting>`
    select d.id, d.canonical, d.concluded_entry as entry,
      array(select unnest(d.post_ids) intersect select unnest(${[...gone]}::uuid[]) order by 1) as posts
    from decision d where d.post_ids && ${[...gone]}::uuid[] and d.canonical is not null
      ${butForwarded ? sql`and not ${signedForward}` : sql``} order by d.id`.execute(trx)
  const asked = rows.map((row) => ({ ...row, fields: fieldsOf(row, gone) }))
  const erased = await deleteFields(trx, asked)
  await appendEntries(
    trx,
    asked.flatMap(({ id, entry, posts }) => {
      const fields = erased.get(entry)?.map((field) => ({ entry, field }))
      return fields ? [erasureOf({ type: 'decision', id }, fields, by, { posts: posts.join(' ') })] : []
    }),
  )
}

/** The entry without which the database lets no private value go. */
export function erasureOf(
  object: { type: string; id: string },
  fields: readonly ErasedField[],
  actor: Actor,
  ref: Record<string, string> = {},
): NewEntry {
  const told = { erased: formatErased(fields), legal_basis: 'post_removed' }
  return { actor, action: 'erasure.executed', object, ref: { ...ref, ...told } }
}

function fieldsOf({ canonical }: Quoting, gone: readonly string[]): string[] {
  const document = JSON.parse(canonical.toString('utf8')) as DecisionDocument
  return document.v === 2 ? fieldsQuoting(document.conclusion, new Set(gone)) : [SIGNED_BYTES]
}

/** Deletes those still held; answers which they were, by entry. The database refuses it unless the ledger is told in this transaction too. */
async function deleteFields(
  trx: Trx,
  asked: readonly (Quoting & { fields: string[] })[],
): Promise<Map<string, string[]>> {
  const pairs = asked.flatMap(({ entry, fields }) => fields.map((field) => ({ entry, field })))
  const { rows } = await sql<{ entry: string; field: string }>`
    with bytes as (
      update decision set canonical = null where id = any(${asked.filter((a) => a.fields.includes(SIGNED_BYTES)).map(({ id }) => id)}::uuid[])
      returning concluded_entry as entry, ${SIGNED_BYTES}::text as field),
    words as (
      delete from ledger_private p using unnest(${pairs.map((p) => p.entry)}::uuid[], ${pairs.map((p) => p.field)}::text[]) as w(entry, field)
      where p.entry_id = w.entry and p.field = w.field returning p.entry_id as entry, p.field)
    select * from bytes union all select * from words order by entry, field`.execute(trx)
  return new Map(
    [...Map.groupBy(rows, ({ entry }) => entry)].map(([entry, of]) => [entry, of.map((r) => r.field)]),
  )
}
