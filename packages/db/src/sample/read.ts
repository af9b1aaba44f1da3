import type { StratumOutcome } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { AsOf, ExportQuery } from '../export/period.ts'

export type SampleRow = {
  id: string
  programmeId: string
  from: string
  to: string
  seed: string
  model: string
  frameSha256: string
  /** Not flagged, and gone before the draw: what is estimated does not speak of them. */
  gone: number
  drawnAt: string
  strata: StratumOutcome[]
  /** Flagged posts of the period that a person confirmed, and those nobody has decided on yet. */
  confirmed: number
  undecided: number
}

const columns = sql`
  s.id, s.programme_id as "programmeId", s.from_at as "from", s.to_at as "to", s.seed, s.model, encode(s.frame_sha256, 'hex') as "frameSha256", s.gone,
  s.drawn_at as "drawnAt"`

const outcomes = sql`
  (select jsonb_agg(jsonb_build_object('language', t.language, 'band', t.band, 'posts', t.posts, 'drawn', t.drawn, 'clear', o.clear, 'missed', o.missed,
      'pending', o.pending, 'withdrawn', o.withdrawn) order by t.language, t.band)
    from sample_stratum t cross join lateral (
      select count(*) filter (where state = 'clear') as clear, count(*) filter (where state = 'missed') as missed,
        count(*) filter (where state = 'pending') as pending, count(*) filter (where state = 'withdrawn') as withdrawn
      from sample_outcome x where x.sample_id = s.id and x.language = t.language and x.band = t.band) o
    where t.sample_id = s.id)`

/** Confirmed by the measure of a miss (view `sample_outcome`): forwarded, or found to repeat another case. Both are counted in posts. */
const flags = sql`
  select count(*) filter (where c.confirmed)::int as confirmed, count(*) filter (where not c.confirmed and c.open)::int as undecided
  from post p join post_stage g on g.post_id = p.id and g.stage = 'classify' and g.outcome = 'flagged'
  cross join lateral (
    select coalesce(bool_or(k.state in ('open', 'held', 'concluded')), false) as open,
      coalesce(bool_or(exists (select from decision d where d.case_id = k.id and d.state = 'signed'
        and (d.forwardable or d.close_reason = 'duplicate_of_case'))), false) as confirmed
    from case_post cp join pv_case k on k.id = cp.case_id where cp.post_id = p.id and k.state <> 'joined') c
  where p.programme_id = s.programme_id and p.stored_at >= s.from_at and p.stored_at < s.to_at`

/** The newest samples of each programme, newest first, with what became of every post drawn. */
export async function listSamples(db: Db, atMost = 26): Promise<SampleRow[]> {
  const { rows } = await sql<SampleRow>`
    select ${columns}, ${outcomes} as strata, f.confirmed, f.undecided
    from (select *, row_number() over (partition by programme_id order by from_at desc) as place from sample) s
    cross join lateral (${flags}) f
    where s.place <= ${atMost} order by s.from_at desc, s.id`.execute(db)
  return rows
}

export type ExportedSample = Omit<SampleRow, 'confirmed' | 'undecided' | 'strata'> & {
  frame: string
  drawn: string[]
}

/** Samples drawn in an export's period, with their frames: all that is needed to draw again. */
export async function* exportSamples(db: Db, q: ExportQuery, as: AsOf): AsyncGenerator<ExportedSample> {
  const { rows } = await sql<{ id: string }>`
    select s.id from sample s join ledger_entry e on e.id = s.entry_id and e.leaf_index < ${as.size}
    where s.drawn_at >= ${q.from} and s.drawn_at < ${q.to} ${q.programme ? sql`and s.programme_id = ${q.programme}` : sql``}
    order by s.drawn_at, s.id`.execute(db)
  for (const { id } of rows) {
    const one = await sql<ExportedSample>`
      select ${columns}, convert_from(s.frame, 'UTF8') as frame,
        array(select post_id::text from sample_outcome where sample_id = s.id order by post_id) as drawn
      from sample s where s.id = ${id}`.execute(db)
    yield* one.rows
  }
}
