import type { ConclusionBody, Receipt } from '@hark/contract'
import {
  appendEntry,
  type CaseRow,
  databaseNow,
  findCase,
  findDecisions,
  insertDecision,
  liveDecision,
  lockCase,
  type NewEntry,
  newEntryId,
  noLease,
  saveCase,
  type Trx,
  textsOf,
  uuidv7,
  voidDecision,
} from '@hark/db'
import { caseNumber, checkConclusion, DomainError, isSerious, signAtOnce } from '@hark/domain'
import { sha256Hex } from '@hark/ledger'
import { assertCodings, editionsOf } from '../concepts/concepts-of.ts'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { viewDecision } from '../views/decision.ts'
import { type DecisionBytes, decisionBytes } from './decision-bytes.ts'
import { assertWorks } from './first-view.ts'
import { recognise } from './recognise.ts'

type Given = { token: string; version: number; conclusion: ConclusionBody }

/** A conclusion over the exact posts seen: version, words and rules are checked here; it counts once it is signed. */
export async function concludeCase(ctx: ApiContext, caller: Caller, id: string, given: Given) {
  await assertCodings(ctx, given.conclusion) // before the transaction: a dictionary may have to be read for it
  return ctx.db.transaction().execute(async (trx) => {
    const c = await lockCase(trx, id)
    await assertMayConclude(trx, c, caller, given)
    const { conclusion } = given
    const posts = await textsOf(trx, id)
    checkConclusion(conclusion, new Map(posts.map((p) => [p.id, p.text ?? ''])))
    if (conclusion.duplicateOf) await assertOtherCase(trx, c, conclusion.duplicateOf)
    const at = await databaseNow(trx)
    const entryId = newEntryId()
    const bytes = decisionBytes(c, posts, conclusion, caller, at)
    const decisionId = await saveDecision(trx, c, caller, { conclusion, bytes, at, entryId })
    const received = { pv_received_at: c.pvReceivedAt ?? at }
    const found = await recognise(trx, caller, c, conclusion)
    await saveCase(trx, id, { state: 'concluded', ...received, ...found, ...noLease, last_entry: entryId })
    const entry = entryOf(caller, c, decisionId, { conclusion, bytes })
    await appendEntry(trx, entry, { id: entryId, seal: ctx.seal })
    const [saved] = await findDecisions(trx, [decisionId])
    if (!saved) throw new Error('the decision just written is not there')
    const what = `${caseNumber(c.number)} is concluded; it counts once you sign it.`
    return {
      decision: viewDecision(saved, ctx.openPrivate),
      signAtOnce: signAtOnce(conclusion, c.lane),
      receipt: await receiptOf(trx, entryId, what),
    }
  })
}

type Made = { conclusion: ConclusionBody; bytes: DecisionBytes }

async function saveDecision(
  trx: Trx,
  c: CaseRow,
  author: Caller,
  d: Made & { at: string; entryId: string },
): Promise<string> {
  const id = uuidv7()
  await insertDecision(trx, {
    id,
    caseId: c.id,
    caseVersion: c.version,
    authorId: author.id,
    canonical: d.bytes.canonical,
    forwardable: d.conclusion.forwardable,
    validNow: d.conclusion.validNow,
    serious: isSerious(d.conclusion),
    closeReason: d.conclusion.closeReason,
    concludedAt: d.at,
    lastEntry: d.entryId,
  })
  return id
}

/** The words are its private fields, under the very commitments that the bytes hold. */
function entryOf(caller: Caller, c: CaseRow, id: string, { conclusion, bytes }: Made): NewEntry {
  const content = { case_version: String(c.version), content_sha256: sha256Hex(bytes.canonical) }
  return {
    actor: actorOf(caller),
    action: 'decision.concluded',
    object: { type: 'decision', id },
    ref: { case: c.id, ...content, ...editionsOf(conclusion) },
    secret: bytes.words,
  }
}

async function assertMayConclude(trx: Trx, c: CaseRow, caller: Caller, given: Given): Promise<void> {
  if (c.state !== 'open')
    throw new DomainError(
      'case.not_open',
      `This case is ${c.state}; only an open one is concluded. What you typed is kept.`,
    )
  await assertWorks(trx, c, caller, given.token)
  if (c.version !== given.version)
    throw new DomainError('case.changed', 'Something reached this case while you read it. Look again.', {
      version: c.version,
    })
}

async function assertOtherCase(trx: Trx, c: CaseRow, otherId: string): Promise<void> {
  const other = await findCase(trx, otherId)
  if (other.id === c.id || other.programmeId !== c.programmeId)
    throw new DomainError(
      'decision.invalid_combination',
      'A case repeats another case of the same programme, never itself.',
    )
}

/** By its author; by a lead when the author is not there to do it. */
export function withdrawConclusion(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  reason: string,
): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const c = await lockCase(trx, id)
    const decision = await liveDecision(trx, id)
    if (!decision) throw new DomainError('case.not_open', 'There is no conclusion to take back.')
    if (decision.state === 'signed')
      throw new DomainError('decision.already_signed', 'It is signed; open the case again instead.')
    if (decision.authorId !== caller.id && !caller.roles.includes('pv_lead'))
      throw new DomainError('auth.forbidden', 'Only its author or a PV lead takes a conclusion back.')
    const entryId = newEntryId()
    await voidDecision(trx, decision.id, reason, entryId)
    await saveCase(trx, id, { state: 'open', last_entry: entryId })
    await appendEntry(
      trx,
      {
        actor: actorOf(caller),
        action: 'decision.voided',
        object: { type: 'decision', id: decision.id },
        why: 'withdrawn_before_signing',
        ref: { case: id, content_sha256: decision.contentSha256 },
        secret: { reason },
      },
      { id: entryId, seal: ctx.seal },
    )
    return receiptOf(trx, entryId, `${caseNumber(c.number)} is open again; nothing was signed.`)
  })
}
