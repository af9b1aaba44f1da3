import { laneOf, type PriorityFlag } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { appendEntries } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'
import type { CaseDraft, JoinDraft } from './case-drafts.ts'

export async function insertCases(trx: Trx, drafts: readonly CaseDraft[]): Promise<void> {
  if (drafts.length === 0) return
  await insertRows(
    trx,
    'pv_case',
    drafts.map((d) => d.row),
  )
  const posts = drafts.map((d) => ({ case_id: d.row.id, post_id: d.postId, role: 'index' }))
  await insertRows(trx, 'case_post', posts)
  const clocks = drafts.flatMap((d) => d.clocks)
  await insertRows(
    trx,
    'case_clock',
    clocks.map((c) => ({
      id: uuidv7(),
      case_id: c.case_id,
      kind: c.kind,
      anchor: c.anchor,
      anchor_at: c.anchorAt,
      zone: c.zone,
      day0: c.day0,
      due_at: c.dueAt,
    })),
  )
}

/** Copies only gather; another version changes what is decided on, so it raises the case version and voids an unsigned conclusion. */
export async function joinCases(trx: Trx, joins: readonly JoinDraft[]): Promise<void> {
  if (joins.length === 0) return
  await lockUnsettled(trx, joins)
  const inOrder = [...joins].sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
  const posts = inOrder.map((j) => ({ case_id: j.caseId, post_id: j.postId, role: j.role }))
  await insertRows(trx, 'case_post', posts, { skipKnown: true })
  await followUp(
    trx,
    inOrder.filter((j) => j.role === 'follow_up'),
  )
}

/**
 * Locks the cases before anything else of theirs. One that was decided or folded since kin was read takes no more posts: the
 * batch is given back, and next time the post opens a case of its own.
 */
async function lockUnsettled(trx: Trx, joins: readonly JoinDraft[]): Promise<void> {
  const { rows } = await sql<{ state: string }>`
    select state from pv_case where id = any(${joins.map((j) => j.caseId)}::uuid[]) order by id for no key update`.execute(
    trx,
  )
  if (rows.some((r) => r.state === 'decided' || r.state === 'joined'))
    throw Object.assign(new Error('a case was settled meanwhile'), { code: 'case.settled_meanwhile' })
}

/** All follow-ups of a batch at once; several of one case raise its version as often. */
async function followUp(trx: Trx, joins: readonly JoinDraft[]): Promise<void> {
  if (joins.length === 0) return
  const cases = [...Map.groupBy(joins, (j) => j.caseId)]
  const ids = cases.map(([id]) => id)
  const entriesOf = (nth: 0 | -1) => cases.map(([, of]) => of.at(nth)?.entry.id as string)
  await sql`update decision d set state = 'voided', voided_at = clock_timestamp(), void_reason = 'new version of a post', last_entry = w.entry
    from unnest(${ids}::uuid[], ${entriesOf(0)}::uuid[]) as w(case_id, entry) where d.case_id = w.case_id and d.state = 'concluded'`.execute(
    trx,
  )
  const priorities = cases.map(([, of]) => [...new Set(of.flatMap((j) => j.priority))].join(' '))
  const { rows } = await sql<{ id: string; priority: PriorityFlag[] }>`
    update pv_case k set version = k.version + w.n, state = case k.state when 'concluded' then 'open' else k.state end, last_entry = w.entry,
      priority = array(select distinct x from unnest(k.priority || string_to_array(w.priority, ' ')) x order by x)
    from unnest(${ids}::uuid[], ${cases.map(([, of]) => of.length)}::int[], ${entriesOf(-1)}::uuid[], ${priorities}::text[]) as w(case_id, n, entry, priority)
    where k.id = w.case_id returning k.id, k.priority`.execute(trx)
  await moveToLanes(trx, rows)
}

/** More urgent than it was, never less. */
async function moveToLanes(
  trx: Trx,
  cases: readonly { id: string; priority: PriorityFlag[] }[],
): Promise<void> {
  for (const [lane, of] of Map.groupBy(cases, (c) => laneOf(c.priority))) {
    if (lane === 'standard') continue
    const ids = of.map((c) => c.id)
    await trx.updateTable('pv_case').set({ lane }).where('id', 'in', ids).execute()
  }
}

export async function appendCaseEntries(
  trx: Trx,
  drafts: readonly CaseDraft[],
  joins: readonly JoinDraft[],
): Promise<void> {
  await appendEntries(trx, [...drafts.map((d) => d.entry), ...joins.map((j) => j.entry)])
}
