import type { Receipt } from '@hark/contract'
import {
  appendEntry,
  databaseNow,
  lockResponse,
  newEntryId,
  type ReplyGround,
  type ResponseRow,
  replyGround,
  saveResponse,
  type Trx,
} from '@hark/db'
import { DomainError, type LintReport, nextResponseState } from '@hark/domain'
import { parseContent } from '@hark/sources'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { lintOn, replyTarget, toldOrNot } from './composing.ts'
import { knownTemplate } from './draft.ts'
import { assertMayCompose } from './release.ts'

/** Offers the newest version for sign-off, if it may be sent as things stand and the lint has nothing against it. */
export function submitReply(ctx: ApiContext, caller: Caller, id: string): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const r = await lockResponse(trx, id)
    await assertMayCompose(trx, caller, r.caseId, r.postId)
    nextResponseState(r.state, 'submit')
    const { lint, told } = await reviewNow(trx, ctx, r)
    if (lint.blocked) throw lintFailed(lint)
    const entryId = newEntryId()
    await saveResponse(trx, id, entryId, r.version)
    const ref = { version: String(r.version), content_sha256: r.contentSha256 }
    const entry = { actor: actorOf(caller), object: { type: 'response', id }, ref }
    await appendEntry(trx, { ...entry, action: 'response.submitted' }, { id: entryId })
    return receiptOf(trx, entryId, `Version ${r.version} waits for PV sign-off.${told}`)
  })
}

/** What stands in the way of this version at this moment: time has passed since it was written. `told` is for the receipt. */
export async function reviewNow(
  trx: Trx,
  ctx: ApiContext,
  r: ResponseRow,
): Promise<{ ground: ReplyGround; lint: LintReport; told: string }> {
  const ground = await replyGround(trx, r.caseId, r.postId)
  const { byHand } = replyTarget(ctx, ground)
  const content = parseContent(r.canonical)
  if (byHand !== (content.byHand ?? false))
    throw new DomainError('response.changed', 'How this reply can leave has changed. Save it once more.')
  const { text } = content
  const at = await databaseNow(trx)
  const lint = await lintOn(ctx, trx, ground, { text, template: knownTemplate(r.template), at, except: r.id })
  return { ground, lint, told: toldOrNot(ground, text) }
}

export const lintFailed = (lint: LintReport): DomainError =>
  new DomainError('response.lint_failed', 'The lint blocks this text; see what it asks for.', {
    findings: lint.findings,
  })
