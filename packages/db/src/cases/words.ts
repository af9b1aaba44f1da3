import { type RawBuilder, sql } from 'kysely'

/**
 * The words of a decision, kept apart from its bytes as private fields of the entry that concluded it: those held, sealed, and when
 * each other was erased. Salt and sealed value in hex.
 */
export type StoredWords = {
  held: { field: string; salt: string; sealed: string }[]
  erased: Record<string, string>
}

/** `StoredWords` of the decision `d` of a query. */
export const storedWords: RawBuilder<StoredWords> = sql<StoredWords>`jsonb_build_object(
  'held', coalesce((select jsonb_agg(jsonb_build_object('field', r.field, 'salt', encode(r.salt, 'hex'), 'sealed', encode(r.sealed, 'hex')) order by r.field)
    from ledger_private r where r.entry_id = d.concluded_entry), '[]'),
  'erased', coalesce((select jsonb_object_agg(split_part(x.what, ':', 2), to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    from ledger_entry e cross join unnest(string_to_array(e.body::jsonb #>> '{ref,erased}', ' ')) as x(what)
    where e.object_type = 'decision' and e.object_id = d.id::text and e.action = 'erasure.executed'
      and split_part(x.what, ':', 1) = d.concluded_entry::text), '{}'))`
