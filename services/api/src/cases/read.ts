import type { CaseView } from '@hark/contract'
import {
  type CaseRow,
  clocksOf,
  type Db,
  databaseNow,
  findCase,
  findDraft,
  findingsOf,
  handoffOf,
  lastChange,
  liveDecision,
  missingContexts,
  noteHandedOut,
  postsOf,
  relatedCases,
  releasesOf,
  summariesOf,
  threadOf,
} from '@hark/db'
import { assertClaimable, caseNumber, contextStory, isBlind, mayDo } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { viewSummary } from '../views/case-summary.ts'
import { viewClock } from '../views/clock.ts'
import { viewDecision } from '../views/decision.ts'
import { viewHandoff } from '../views/handoff.ts'
import { viewPost } from '../views/post.ts'
import { noteView } from './first-view.ts'

/** One case whole. The first look by a person who works on cases is an awareness timestamp; an auditor's look is not. */
export async function readCase(ctx: ApiContext, caller: Caller, id: string): Promise<CaseView> {
  const found = await findCase(ctx.db, id)
  if (found.firstViewedAt === null && mayDo(caller.roles, 'case.work'))
    await ctx.db.transaction().execute((trx) => noteView(trx, caller, found.id, 'read'))
  return view(ctx, caller, found.id)
}

/** The same, before its turn: nobody has seen it until it is shown (docs/decisions/0009). Only what this person could take now. */
export async function readAhead(ctx: ApiContext, caller: Caller, id: string): Promise<CaseView> {
  const c = await findCase(ctx.db, id)
  assertClaimable(c.state, c.lease, caller.id, await databaseNow(ctx.db))
  if (c.firstViewedAt === null) await noteHandedOut(ctx.db, c.id, caller.id)
  return view(ctx, caller, c.id)
}

/** What was read ahead is on the screen; safe to say twice. */
export async function noteShown(ctx: ApiContext, caller: Caller, id: string, agoMs: number) {
  const { id: caseId } = await findCase(ctx.db, id)
  await ctx.db.transaction().execute((trx) => noteView(trx, caller, caseId, 'shown', agoMs))
  const { firstViewedAt } = await findCase(ctx.db, caseId)
  if (!firstViewedAt) throw new Error('a view that was not recorded')
  return { firstViewedAt }
}

const view = (ctx: ApiContext, caller: Caller, id: string): Promise<CaseView> =>
  ctx.db
    .transaction()
    .setIsolationLevel('repeatable read') // one moment: posts, clocks and decision fit each other
    .setAccessMode('read only')
    .execute((trx) => viewCase(ctx, trx, caller, id))

async function viewCase(ctx: ApiContext, db: Db, caller: Caller, id: string): Promise<CaseView> {
  const c = await findCase(db, id)
  const [summary] = await summariesOf(db, [id])
  if (!summary) throw new Error('a case without a summary')
  const [posts, thread] = [await postsOf(db, id), await threadOf(db, id)]
  const ids = [...posts, ...thread].map((p) => p.id)
  const findings = isBlind(c) ? [] : await findingsOf(db, ids)
  const [decision, handoff] = [await liveDecision(db, id), await handoffOf(db, id)]
  return {
    ...viewSummary(summary, caller.id),
    programme: await programmeOf(db, c.programmeId),
    awareness: awarenessOf(c),
    clocks: (await clocksOf(db, id)).map(viewClock),
    postList: posts.map((p) => viewPost(p, findings)),
    thread: thread.map((p) => viewPost(p, findings)),
    missingContext: (await missingContexts(db, id)).map((one) => ({
      postId: one.postId,
      says: contextStory(one),
    })),
    draft: await findDraft(db, id, caller.id),
    decision: decision && viewDecision(decision, ctx.openPrivate),
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
  vendorZone: c.vendorZone,
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
