import { appendEntry, type Db, newEntryId } from '@hark/db'
import { sql } from 'kysely'
import type { SeededProgramme } from './seed-programme.ts'

/**
 * Many open cases at once, each with a post, a finding and three clocks, spread over lanes, products, languages and ages: what a
 * measurement of reading needs. Rows as the services would write them, but in bulk and under one entry.
 */
export async function seedManyCases(db: Db, programme: SeededProgramme, count: number): Promise<void> {
  const entry = newEntryId()
  await db.transaction().execute(async (trx) => {
    await sql`create temporary table many on commit drop as
      select n, gen_random_uuid() as case_id, gen_random_uuid() as post_id, clock_timestamp() - make_interval(mins => n) as at,
        (array['en','de','fr','es','it'])[1 + n % 5] as lang, p.id as product_id, p.product_group, p.brand
      from generate_series(1, ${count}::int) n
      join (select *, row_number() over (order by brand) as place, count(*) over () as total from product where programme_id = ${programme.id}) p
        on p.place = 1 + n % p.total`.execute(trx)
    await sql`insert into post (id, programme_id, source_id, platform, external_id, version_sha256, practice, author_ref, text, lang, posted_at, received_at, counted_hour, entry_id)
      select post_id, ${programme.id}, ${programme.sourceId}, ${programme.platform}, 'many-' || n, sha256(n::text::bytea), ${programme.kind === 'practice'},
        sha256(('author' || n % 50000)::bytea), 'Post ' || n || ': since I take ' || brand || ' I have a headache and a rash, word' || n % 997, lang, at, at,
        date_trunc('hour', at), ${entry} from many`.execute(trx)
    await sql`insert into post_stage (post_id, stage, state, outcome) select post_id, 'classify', 'done', 'flagged' from many`.execute(
      trx,
    )
    await sql`insert into finding (id, post_id, product_id, model, score, threshold, flagged, detail, sentiment, sentiment_score, lang, entry_id)
      select gen_random_uuid(), post_id, product_id, 'many', 0.8, 0.35, true, ${EMPTY_DETAIL}::jsonb, 'negative', -0.5, lang, ${entry} from many`.execute(
      trx,
    )
    await sql`insert into pv_case (id, programme_id, practice, product_group, patient, lane, ingested_at, flagged_at, opened_at, last_entry)
      select case_id, ${programme.id}, ${programme.kind === 'practice'}, product_group, 'not stated',
        case when n % 500 = 0 then 'crisis' when n % 20 = 0 then 'priority' else 'standard' end, at, at, at, ${entry} from many`.execute(
      trx,
    )
    await sql`insert into case_post (case_id, post_id, role) select case_id, post_id, 'index' from many`.execute(
      trx,
    )
    await sql`insert into case_clock (id, case_id, kind, anchor, anchor_at, zone, day0, due_at)
      select gen_random_uuid(), case_id, kind, 'classifier flag (earliest-v1)', at, 'UTC', at::date, at + due
      from many, (values ('forward_24h', interval '24 hours'), ('serious_15d', interval '15 days'), ('non_serious_90d', interval '90 days')) k(kind, due)`.execute(
      trx,
    )
    const object = { type: 'programme', id: programme.id }
    const actor = { id: 'seed', kind: 'service' } as const
    await appendEntry(trx, { actor, action: 'posts.ingested', object }, { id: entry })
  })
  await sql`analyze post, finding, pv_case, case_post, case_clock, case_text`.execute(db)
}

const EMPTY_DETAIL = JSON.stringify({
  evidence: [],
  criteria: { patient: null, reporter: null, product: null, event: null },
  patients: [],
  reasons: [],
})
