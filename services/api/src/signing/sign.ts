import { createHash } from 'node:crypto'
import type { DecisionView } from '@hark/contract'
import {
  type Actor,
  appendEntries,
  type CaseRow,
  type DecisionRow,
  databaseNow,
  dropDrafts,
  findDecisions,
  insertHandoffs,
  insertSignature,
  lockCases,
  markSignedDecisions,
  type NewEntry,
  type NewHandoff,
  newEntryId,
  stopClocks,
  type Trx,
  uuidv7,
} from '@hark/db'
import { clocksStoppedBy, DomainError } from '@hark/domain'
import { canonicalBytes, type SignatureStatement, type SignedRecord, statementHash } from '@hark/ledger'
import { checkShown, reauthenticate, type Shown } from '../auth/reauthenticate.ts'
import { wordsToSign } from '../cases/decision-words.ts'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { goesOut, handoffFor, type Due as ToHandOff } from './handoffs.ts'
import { inSigning } from './in-signing.ts'
import { statementOf } from './statement.ts'

type Item = { decisionId: string; contentSha256: string }
type Due = ToHandOff & { entryId: string }

/** One signature over the list of hashes the person saw (11.50, 11.70): all of them, or none. */
export async function signDecisions(ctx: ApiContext, caller: Caller, given: Shown & { items: Item[] }) {
  const checked = await checkShown(ctx, caller, given)
  return inSigning(ctx, 'decision', async (trx) => {
    const due = await loadDue(trx, ctx, caller, given.items)
    const records = due.map(recordOf)
    const over = createHash('sha256').update(canonicalBytes(records)).digest()
    const by = await reauthenticate(trx, ctx, caller, checked, over)
    const at = await databaseNow(trx)
    const zone = (due[0] as Due).c.zone
    const statement = statementOf(by, { records, meaning: 'decision', at, zone })
    const signatureId = uuidv7()
    const last = due.at(-1) as Due
    const reauth = { reauthenticationId: by.id, lastEntry: last.entryId }
    await insertSignature(trx, { id: signatureId, statement, meaning: 'decision', ...reauth })
    const handoffs = await settle(trx, signatureId, due, { at, printedName: by.person.printedName })
    await appendEntries(trx, entriesOf(actorOf(caller), signatureId, statement, due, handoffs))
    const what = `You signed ${due.length === 1 ? 'one decision' : `${due.length} decisions`}; ${handoffs.length} on their way to the safety database.`
    const receipt = await receiptOf(trx, last.entryId, what)
    const signature = viewSigned(signatureId, statement, by.factors)
    return { signature, handoffs: handoffs.length, receipt }
  })
}

/** Loads what is to be signed under the locks of its cases, and refuses all if any is not exactly what was shown, its words too. */
async function loadDue(trx: Trx, ctx: ApiContext, caller: Caller, items: readonly Item[]): Promise<Due[]> {
  const ids = items.map((i) => i.decisionId)
  if (new Set(ids).size < ids.length) throw new DomainError('input.invalid', 'A decision is listed twice.')
  const named = await findDecisions(trx, ids)
  const cases = await lockCases(
    trx,
    named.map((d) => d.caseId),
  )
  const now = new Map((await findDecisions(trx, ids)).map((d) => [d.id, d])) // again, under the locks
  return items.map((item) => {
    const decision = now.get(item.decisionId)
    const c = decision && cases.get(decision.caseId)
    if (!decision || !c) throw new DomainError('not_found', 'There is no such decision.')
    assertSignable(decision, c, caller, item)
    return { decision, c, conclusion: wordsToSign(decision, ctx.openPrivate), entryId: newEntryId() }
  })
}

function assertSignable(d: DecisionRow, c: CaseRow, caller: Caller, item: Item): void {
  const of = { decisionId: d.id }
  if (d.authorId !== caller.id)
    throw new DomainError('sign.not_permitted', 'Only who concluded signs: a signature is personal.', of)
  if (d.state === 'signed')
    throw new DomainError('decision.already_signed', 'This decision is signed already.', of)
  if (d.state === 'voided' || c.state !== 'concluded' || c.version !== d.caseVersion)
    throw new DomainError('decision.void', 'The case changed after you concluded; conclude it again.', of)
  if (d.contentSha256 !== item.contentSha256)
    throw new DomainError('sign.content_changed', 'This is not the text you were shown. Look again.', of)
}

const recordOf = ({ decision: d }: Due): SignedRecord => ({
  type: 'decision',
  id: d.id,
  version: d.caseVersion,
  content_sha256: d.contentSha256,
})

/** What signing settles: decisions, cases, clocks, drafts, and the hand-off of each that goes out. */
async function settle(
  trx: Trx,
  signatureId: string,
  due: readonly Due[],
  by: { at: string; printedName: string },
): Promise<NewHandoff[]> {
  const signed = due.map(({ decision: d, entryId }) => ({
    decisionId: d.id,
    caseId: d.caseId,
    contentSha256: d.contentSha256,
    entryId,
  }))
  await markSignedDecisions(trx, signatureId, signed)
  await stopClocks(
    trx,
    due.map(({ decision }) => ({ caseId: decision.caseId, kinds: clocksStoppedBy(decision) })),
  )
  await dropDrafts(
    trx,
    due.map(({ c }) => c.id),
  )
  const handoffs: NewHandoff[] = []
  for (const one of due) if (await goesOut(trx, one.decision)) handoffs.push(await handoffFor(trx, one, by))
  await insertHandoffs(trx, handoffs)
  return handoffs
}

/** One entry a decision and one a hand-off; the signature's own `last_entry` comes last, for the seal follows it. */
function entriesOf(
  actor: Actor,
  signatureId: string,
  statement: SignatureStatement,
  due: readonly Due[],
  handoffs: readonly NewHandoff[],
): NewEntry[] {
  const sig = statementHash(statement)
  const created = handoffs.map((h): NewEntry => {
    const ref = { case: h.caseId, decision: h.decisionId, content_sha256: h.contentSha256, sig }
    const object = { type: 'handoff', id: h.id }
    return { id: h.lastEntry, actor, action: 'handoff.created', object, ref }
  })
  const signed = due.map(({ decision: d, entryId }): NewEntry => {
    const over = { case: d.caseId, content_sha256: d.contentSha256, sig, signature: signatureId }
    const ref = { ...over, forwardable: String(d.forwardable) }
    return { id: entryId, actor, action: 'decision.signed', object: { type: 'decision', id: d.id }, ref }
  })
  return [...created, ...signed]
}

const viewSigned = (
  id: string,
  s: SignatureStatement,
  factors: string[],
): NonNullable<DecisionView['signature']> => ({
  id,
  printedName: s.signer.printed_name,
  meaning: s.meaning,
  signedAt: s.at,
  zone: s.zone,
  factors,
  records: s.records.length,
  sealed: false,
})
