import { groupFindings, type Product, type Programme, planCases } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { uuidv7 } from '../ids.ts'
import { type CaseDraft, Clocks, draftCase, draftJoin, type JoinDraft } from './case-drafts.ts'
import { isFlagged, type Judged } from './judged.ts'
import { type KinBook, loadKin } from './kin.ts'
import { appendCaseEntries, insertCases, joinCases } from './save-cases.ts'
import { insertClusters, type NewClusterPost } from './save-clusters.ts'
import { insertFindings } from './save-findings.ts'

export type Saved = { done: number; flagged: number; opened: number; joined: number }

/**
 * Saves what detection said of a batch of one programme: stage, findings, clusters, cases, clocks, entries, in one transaction.
 * Rows whose lease has passed to another worker are left alone (fencing), so a batch saved twice changes nothing.
 */
export async function saveJudged(
  db: Db,
  programme: Programme,
  token: string,
  judged: readonly Judged[],
): Promise<Saved> {
  return db.transaction().execute(async (trx) => {
    const mine = await finishStages(trx, token, judged)
    const ours = judged.filter((j) => mine.has(j.post.id))
    if (ours.length === 0) return { done: 0, flagged: 0, opened: 0, joined: 0 }
    const flagged = ours.filter(isFlagged)
    await insertFindings(trx, programme.id, ours) // before the lock: findings of two batches never meet
    const at = ours.some((j) => j.copy) ? await lockProgramme(trx, programme.id) : await clockNow(trx)
    const plan = await planBatch(trx, programme, flagged, at)
    await insertClusters(trx, programme.id, plan.clusters)
    await insertCases(trx, plan.opened)
    await joinCases(trx, plan.joined)
    await appendCaseEntries(trx, plan.opened, plan.joined)
    return {
      done: ours.length,
      flagged: flagged.length,
      opened: plan.opened.length,
      joined: plan.joined.length,
    }
  })
}

async function finishStages(trx: Trx, token: string, judged: readonly Judged[]): Promise<Set<string>> {
  const idsOf = (of: readonly Judged[]) => of.map((j) => j.post.id)
  const { rows } = await sql<{ post_id: string }>`
    update post_stage set state = 'done', lease_token = null, lease_until = null, last_error = null,
      outcome = case when post_id = any(${idsOf(judged.filter(isFlagged))}::uuid[]) then 'flagged' else 'negative' end
    where post_id = any(${idsOf(judged)}::uuid[]) and stage = 'classify' and lease_token = ${token} returning post_id`.execute(
    trx,
  )
  return new Set(rows.map((r) => r.post_id))
}

/** Two batches with copies of one post would each open a case; the lock lets them follow one another. Answers when it was had. */
async function lockProgramme(trx: Trx, id: string): Promise<string> {
  const { rows } = await sql<{ at: string }>`
    with lock as materialized (select pg_advisory_xact_lock(hashtextextended(${id}, 1)))
    select clock_timestamp() as at from lock`.execute(trx)
  return (rows[0] as { at: string }).at
}

async function clockNow(trx: Trx): Promise<string> {
  const { rows } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(trx)
  return (rows[0] as { at: string }).at
}

type BatchPlan = { clusters: NewClusterPost[]; opened: CaseDraft[]; joined: JoinDraft[] }

async function planBatch(
  trx: Trx,
  programme: Programme,
  flagged: readonly Judged[],
  at: string,
): Promise<BatchPlan> {
  const plan: BatchPlan = { clusters: [], opened: [], joined: [] }
  if (flagged.length === 0) return plan
  const book = await loadKin(trx, programme.id, flagged)
  const products = new Map<string, Product>(programme.products.map((p) => [p.id, p]))
  const clocks = new Clocks(programme.receivingZone)
  for (const j of flagged) planPost(plan, book, j, clocks, products, at)
  return plan
}

function planPost(
  plan: BatchPlan,
  book: KinBook,
  j: Judged,
  clocks: Clocks,
  products: Map<string, Product>,
  at: string,
): void {
  const copy = book.copyOf(j)
  const clusterId = copy?.candidate.clusterId ?? uuidv7()
  const about = { clusterId, lang: j.findings.at(-1)?.lang ?? j.post.lang ?? 'und' }
  plan.clusters.push({
    postId: j.post.id,
    clusterId,
    isNew: !copy,
    similarity: copy?.similarity ?? 1,
    bands: j.copy?.bands ?? [],
  })
  for (const step of planCases(
    groupFindings(j.findings, products),
    book.kinOf(j, copy?.candidate.postId ?? null),
  )) {
    const caseId =
      step.act === 'join'
        ? addJoin(plan, draftJoin(step, j.post))
        : addCase(plan, draftCase(step, j.post, about, clocks, at))
    book.addCase({ postId: j.post.id, caseId, group: step.group, patient: step.patient, decided: false })
  }
  book.addVersion({ postId: j.post.id, platform: j.post.platform, externalId: j.post.externalId })
  if (j.copy) book.addCandidate({ postId: j.post.id, clusterId, text: j.post.text, bands: j.copy.bands })
}

function addJoin(plan: BatchPlan, join: JoinDraft): string {
  plan.joined.push(join)
  return join.caseId
}

function addCase(plan: BatchPlan, draft: CaseDraft): string {
  plan.opened.push(draft)
  return draft.row.id
}
