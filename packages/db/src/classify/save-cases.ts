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
  for (const j of inOrder) if (j.role === 'follow_up') await followUp(trx, j)
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

async function followUp(trx: Trx, j: JoinDraft): Promise<void> {
  const entry = j.entry.id as string
  await sql`update decision set state = 'voided', voided_at = clock_timestamp(), void_reason = 'new version of a post', last_entry = ${entry}
    where case_id = ${j.caseId} and state = 'concluded'`.execute(trx)
  const { rows } = await sql<{ priority: PriorityFlag[] }>`
    update pv_case set version = version + 1, state = case state when 'concluded' then 'open' else state end, last_entry = ${entry},
      priority = array(select distinct x from unnest(priority || ${j.priority}::text[]) x order by x)
    where id = ${j.caseId} returning priority`.execute(trx)
  // more urgent than it was, never less: a sample keeps its lane unless a flag says otherwise
  const lane = laneOf(rows[0]?.priority ?? [])
  if (lane !== 'standard') await trx.updateTable('pv_case').set({ lane }).where('id', '=', j.caseId).execute()
}

export async function appendCaseEntries(
  trx: Trx,
  drafts: readonly CaseDraft[],
  joins: readonly JoinDraft[],
): Promise<void> {
  await appendEntries(trx, [...drafts.map((d) => d.entry), ...joins.map((j) => j.entry)])
}
