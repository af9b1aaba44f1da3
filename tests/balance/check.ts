import type { Db } from '@hark/db'
import { compileMatcher, loadResources } from '@hark/detection'
import { groupFindings, type Product, type Programme } from '@hark/domain'
import { sql } from 'kysely'
import { expect } from 'vitest'
import { judge } from '../../services/classifier/src/judge.ts'
import type { Traffic } from './generate.ts'

type Row = Record<string, unknown>
const rowsOf = async <T = Row>(db: Db, query: string): Promise<T[]> =>
  (await sql.raw<T>(query).execute(db)).rows

/** Every line of a file stands in exactly the counted state its maker foretold, and none stands twice. */
export async function expectEveryLine(db: Db, sourceName: string, traffic: Traffic): Promise<void> {
  const [source] = await rowsOf<{ id: string; state: string }>(
    db,
    `select id, state from source where name = '${sourceName}'`,
  )
  expect(source?.state).toBe('ended')
  const counted = await rowsOf(
    db,
    `select sum(offered)::bigint as offered, sum(stored)::bigint as stored, sum(duplicate)::bigint as duplicate,
      sum(unmatched)::bigint as unmatched, sum(rejected)::bigint as rejected from source_count where source_id = '${source?.id}'`,
  )
  expect(counted).toEqual([{ offered: traffic.lines.length, ...traffic.counts }])
  const rejected = await rowsOf<{ line: number; reason: string }>(
    db,
    `select line, reason from rejection where source_id = '${source?.id}' order by line`,
  )
  const foretold = traffic.lines.flatMap((l, i) =>
    l.fate === 'rejected' ? [{ line: i + 1, reason: l.reason }] : [],
  )
  expect(rejected).toEqual(foretold)
}

/** `id text` of what a file must leave in the database. */
export function foretoldPosts(traffic: Traffic): string[] {
  return traffic.lines.flatMap((l) => {
    if (l.fate !== 'stored') return []
    const { id, text } = JSON.parse(l.text) as { id: string; text: string }
    return [`${id} ${text}`]
  })
}

/** The posts in the database are these, each once: nothing lost, nothing unexpected, nothing doubled. */
export async function expectPosts(db: Db, foretold: Iterable<string>): Promise<void> {
  const posts = await rowsOf<{ external_id: string; text: string }>(db, 'select external_id, text from post')
  const wanted = [...foretold].sort()
  const found = posts.map((p) => `${p.external_id} ${p.text}`).sort()
  const missing = new Set(wanted).difference(new Set(found))
  const unexpected = new Set(found).difference(new Set(wanted))
  expect({ missing: missing.size, unexpected: unexpected.size, stored: found.length }).toEqual({
    missing: 0,
    unexpected: 0,
    stored: wanted.length,
  })
}

type Judged = {
  post_id: string
  external_id: string
  text: string
  lang: string | null
  state: string
  attempts: number
}

/** Each post of a programme was judged once, as the same detector judges it now, and every flag stands in one case a patient and product group. */
export async function expectEffectsOnce(
  db: Db,
  programme: Programme,
): Promise<{ flagged: number; cases: number }> {
  const posts = await rowsOf<Judged>(
    db,
    `select p.id as post_id, p.external_id, p.text, p.lang, s.state, s.attempts from post p join post_stage s on s.post_id = p.id where p.programme_id = '${programme.id}'`,
  )
  expect(new Set(posts.map((p) => p.state))).toEqual(new Set(['done']))
  const foretold = foretell(posts, programme)

  const findings = await rowsOf<{ key: string }>(
    db,
    `select f.post_id || ' ' || f.product_id || ' ' || f.flagged as key from finding f join product d on d.id = f.product_id
      where d.programme_id = '${programme.id}' order by 1`,
  )
  expect(findings.map((f) => f.key)).toEqual(foretold.findings)
  const members = await rowsOf<{ key: string; cases: number }>(
    db,
    `select c.post_id || ' ' || k.product_group as key, count(*) as cases from case_post c join pv_case k on k.id = c.case_id where k.programme_id = '${programme.id}' group by 1`,
  )
  expect(new Map(members.map((m) => [m.key, m.cases]))).toEqual(foretold.members)
  expect(
    await rowsOf(
      db,
      `select c.post_id from case_post c join pv_case k on k.id = c.case_id where c.role = 'index' and k.programme_id = '${programme.id}' group by c.post_id, k.product_group, k.patient having count(*) > 1`,
    ),
  ).toEqual([])
  const [cases] = await rowsOf<{ cases: number; clocks: number; opened: number; objects: number }>(
    db,
    `with own as (select id from pv_case where programme_id = '${programme.id}')
    select (select count(*) from own) as cases, (select count(*) from case_clock join own on own.id = case_id where superseded_at is null) as clocks,
      count(*) as opened, count(distinct object_id) as objects from ledger_entry join own on own.id::text = object_id where action = 'case.opened'`,
  )
  const n = cases?.cases ?? 0
  expect(cases).toEqual({ cases: n, clocks: 3 * n, opened: n, objects: n })
  return { flagged: foretold.flagged, cases: n }
}

function foretell(posts: readonly Judged[], programme: Programme) {
  const products = new Map<string, Product>(programme.products.map((p) => [p.id, p]))
  const claimed = posts.map((p) => ({ ...p, id: p.post_id, media: [] }))
  const judged = judge(claimed as never, compileMatcher(programme.products), {}, loadResources())
  const members = new Map<string, number>()
  for (const j of judged) {
    for (const g of groupFindings(j.findings, products))
      members.set(`${j.post.id} ${g.group}`, g.patients.length)
  }
  const findings = judged
    .flatMap((j) => j.findings.map((f) => `${j.post.id} ${f.productId} ${f.flagged}`))
    .sort()
  return { members, findings, flagged: judged.filter((j) => j.findings.some((f) => f.flagged)).length }
}

/** The ledger speaks of exactly what is stored: its batches commit to every post and every finding, once. */
export async function expectLedgerCounts(db: Db): Promise<void> {
  const [sums] = await rowsOf(
    db,
    `select coalesce(sum((body::jsonb->'batch'->>'count')::int) filter (where action = 'posts.ingested'), 0)::int as posts,
      coalesce(sum((body::jsonb->'batch'->>'count')::int) filter (where action = 'posts.classified'), 0)::int as findings,
      count(*) filter (where leaf_index is null)::int as unsequenced from ledger_entry`,
  )
  const [stored] = await rowsOf(
    db,
    'select (select count(*) from post)::int as posts, (select count(*) from finding)::int as findings',
  )
  expect(sums).toEqual({ ...stored, unsequenced: 0 })
}

/** None is running with a lease that has ended, none waits, as many as `n` are set aside. */
export async function expectAtRest(db: Db, quarantined: number): Promise<void> {
  const states = await rowsOf<{ state: string; n: number }>(
    db,
    `select state, count(*) as n from post_stage where state <> 'done' group by state`,
  )
  expect(states).toEqual(quarantined === 0 ? [] : [{ state: 'quarantined', n: quarantined }])
}
