import type { Receipt, ReleaseSummary, ReleaseView } from '@hark/contract'
import {
  appendEntry,
  type Db,
  endRelease,
  findCase,
  findRelease,
  insertRelease,
  liveRelease,
  newEntryId,
  type ReleaseRow,
  replyGround,
  waitingReleases,
} from '@hark/db'
import { caseNumber, DomainError, mayDo } from '@hark/domain'
import { changeCase } from '../cases/change-case.ts'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

const MOST_SHOWN = 500

/** PV hands one post of a case to communications: they may read it once it is triaged, and draft a reply to it. */
export function releaseReply(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  { postId, note }: { postId: string; note: string },
): Promise<Receipt> {
  return changeCase(ctx, caller, id, async (trx, c, lastEntry) => {
    if (c.state === 'joined')
      throw new DomainError('case.not_open', 'This case was joined into another; release it from there.')
    await replyGround(trx, id, postId)
    if (!(await insertRelease(trx, { caseId: id, postId, by: caller.id, note, lastEntry })))
      throw new DomainError('case.changed', 'This post is released already.')
    const secret = note ? { secret: { note } } : {}
    const what = `Communications may draft a reply to ${caseNumber(c.number)}.`
    return { action: 'case.reply_released', ref: { post: postId }, ...secret, what }
  })
}

/** Takes it back. Without the lock of the case: whoever drafts holds the release and then asks for the case, so the other way would meet them. */
export function endReplyRelease(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  { postId, reason }: { postId: string; reason: string },
): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const { number } = await findCase(trx, id)
    const lastEntry = newEntryId()
    if (!(await endRelease(trx, { caseId: id, postId, by: caller.id, lastEntry })))
      throw new DomainError('not_found', 'This post is not released.')
    const object = { type: 'case', id }
    const entry = { actor: actorOf(caller), object, ref: { post: postId }, secret: { reason } }
    await appendEntry(
      trx,
      { ...entry, action: 'case.reply_release_ended' },
      { id: lastEntry, seal: ctx.seal },
    )
    return receiptOf(trx, lastEntry, `Communications no longer see the post of ${caseNumber(number)}.`)
  })
}

export async function listWaiting(ctx: ApiContext): Promise<{ items: ReleaseSummary[] }> {
  return { items: (await waitingReleases(ctx.db, MOST_SHOWN)).map(viewRelease) }
}

/** Shows a released post, and writes down who looked and whether there was anything to see. */
export function readReleased(ctx: ApiContext, caller: Caller, id: string): Promise<ReleaseView> {
  return ctx.db.transaction().execute(async (trx) => {
    const release = await findRelease(trx, id)
    if (!release) throw new DomainError('not_found', 'This post is not released, or not any more.')
    const ref = { release: id, post: release.postId, shown: release.text === null ? 'masked' : 'text' }
    const object = { type: 'case', id: release.caseId }
    await appendEntry(trx, { actor: actorOf(caller), action: 'case.released_post_read', object, ref })
    return viewRelease(release)
  })
}

const viewRelease = <R extends ReleaseRow>(r: R) => ({ ...r, caseNumber: caseNumber(r.caseNumber) })

/**
 * Throws `response.not_released` where this person works on no cases and PV has not handed them this post; the same whether there is such a
 * case or not, for they may not learn that. The gate asks again (migrations/013).
 */
export async function assertMayCompose(
  db: Db,
  caller: Caller,
  caseId: string,
  postId: string,
): Promise<void> {
  if (mayDo(caller.roles, 'response.release')) return
  if (!(await liveRelease(db, caseId, postId, true)))
    throw new DomainError('response.not_released', 'PV has not released this post for a reply.')
}
