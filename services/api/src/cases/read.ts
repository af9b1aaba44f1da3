import type { CaseView } from '@hark/contract'
import {
  appendEntry,
  type CaseRow,
  clocksOf,
  type Db,
  findCase,
  findDraft,
  findingsOf,
  handoffOf,
  lastChange,
  liveDecision,
  newEntryId,
  noteFirstView,
  postsOf,
  relatedCases,
  releasesOf,
  summariesOf,
  threadOf,
} from '@hark/db'
import { caseNumber, mayDo } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { viewSummary } from '../views/case-summary.ts'
import { viewClock } from '../views/clock.ts'
import { viewDecision } from '../views/decision.ts'
import { viewHandoff } from '../views/handoff.ts'
import { viewPost } from '../views/post.ts'

/** One case whole. The first look by a person who works on cases is an awareness timestamp; an auditor's look is not. */
export async function readCase(ctx: ApiContext, caller: Caller, id: string): Promise<CaseView> {
  const found = await findCase(ctx.db, id)
  if (found.firstViewedAt === null && mayDo(caller.roles, 'case.work')) await noteView(ctx, caller, found.id)
  return ctx.db
    .transaction()
    .setIsolationLevel('repeatable read') // one moment: posts, clocks and decision fit each other
    .setAccessMode('read only')
    .execute((trx) => viewCase(trx, caller, found.id))
}

function noteView(ctx: ApiContext, caller: Caller, id: string): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const entryId = newEntryId()
    if (!(await noteFirstView(trx, id, entryId))) return
    const object = { type: 'case', id }
    await appendEntry(trx, { actor: actorOf(caller), action: 'case.viewed', object }, { id: entryId })
  })
}

async function viewCase(db: Db, caller: Caller, id: string): Promise<CaseView> {
  const c = await findCase(db, id)
  const [summary] = await summariesOf(db, [id])
  if (!summary) throw new Error('a case without a summary')
  const [posts, thread] = [await postsOf(db, id), await threadOf(db, id)]
  const findings = await findingsOf(
    db,
    [...posts, ...thread].map((p) => p.id),
  )
  const [decision, handoff] = [await liveDecision(db, id), await handoffOf(db, id)]
  return {
    ...viewSummary(summary, caller.id),
    programme: await programmeOf(db, c.programmeId),
    awareness: awarenessOf(c),
    clocks: (await clocksOf(db, id)).map(viewClock),
    postList: posts.map((p) => viewPost(p, findings)),
    thread: thread.map((p) => viewPost(p, findings)),
    draft: await findDraft(db, id, caller.id),
    decision: decision && viewDecision(decision),
    handoff: handoff && viewHandoff(handoff),
    replyReleases: await releasesOf(db, id),
    related: (await relatedCases(db, id)).map((r) => ({ ...r, number: caseNumber(r.number) })),
    mayUndo: c.state === 'open' ? await undoable(db, id) : null,
  }
}

const programmeOf = (db: Db, id: string) =>
  db
    .selectFrom('programme')
    .select(['id', 'name', 'receiving_entity as receivingEntity', 'receiving_zone as receivingZone'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()

const awarenessOf = (c: CaseRow) => ({
  postedAt: c.postedAt,
  ingestedAt: c.ingestedAt,
  flaggedAt: c.flaggedAt,
  firstViewedAt: c.firstViewedAt,
  vendorAwareAt: c.vendorAwareAt,
  pvReceivedAt: c.pvReceivedAt,
})

async function undoable(db: Db, id: string): Promise<CaseView['mayUndo']> {
  const change = await lastChange(db, id)
  const otherId = change?.caseIds.find((other) => other !== id)
  if (!change || !otherId) return null
  const other = await findCase(db, otherId)
  if (other.state !== (change.undo.kind === 'split' ? 'open' : 'joined')) return null
  const verb = change.undo.kind === 'split' ? 'split from' : 'join with'
  return { changeId: change.id, what: `Undo the ${verb} ${caseNumber(other.number)}` }
}
