import { LintView, type ResponseSummary, type ResponseView } from '@hark/contract'
import {
  attemptsOf,
  type Db,
  dispositionOf,
  findResponse,
  handReportsOf,
  listResponses,
  postPlace,
  type ReplySignatureRow,
  type ResponseListRow,
  type ResponseRow,
  releasedText,
  replySignaturesOf,
  takenOutOf,
  type VersionRow,
  versionsOf,
  withdrawalOf,
} from '@hark/db'
import {
  assertMaySignOff,
  type CloseReason,
  caseNumber,
  closeReasons,
  escapeInvisible,
  mayDo,
  whyNot,
} from '@hark/domain'
import { parseContent } from '@hark/sources'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { handAddress } from '../replies/composing.ts'

export const viewResponseSummary = (row: ResponseListRow): ResponseSummary => ({
  ...row,
  caseNumber: caseNumber(row.caseNumber),
})

/** One reply whole, as this person may see it; one moment, so that versions, signatures and state fit each other. */
export function viewResponse(ctx: ApiContext, caller: Caller, id: string): Promise<ResponseView> {
  return ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => view(trx, caller, id))
}

async function view(db: Db, caller: Caller, id: string): Promise<ResponseView> {
  const r = await findResponse(db, id)
  const [summary] = await listResponses(db, { id, limit: 1 })
  if (!summary) throw new Error('a reply without a summary')
  const versions = (await versionsOf(db, id)).map(viewVersion)
  const disposition = await dispositionOf(db, r.caseId)
  const blocked = versions.at(-1)?.lint.blocked ?? true
  const signatures = (await replySignaturesOf(db, id)).map(viewSignature)
  return {
    ...viewResponseSummary(summary),
    postId: r.postId,
    postText: await postText(db, caller, r),
    account: parseContent(r.canonical).account,
    template: r.template,
    disposition: disposition && dispositionText(disposition),
    versions,
    signatures,
    attempts: await attemptsOf(db, id),
    withdrawn: await withdrawalOf(db, id),
    byHand: await byHandOf(db, r, signatures),
    maySign: { why: whyNotSign(caller, r, disposition !== null, blocked) },
  }
}

/** The address is told with the text, and neither before nor once the approval is taken back: it is no way round the gate. */
async function byHandOf(
  db: Db,
  r: ResponseRow,
  signatures: ResponseView['signatures'],
): Promise<ResponseView['byHand']> {
  if (!parseContent(r.canonical).byHand) return null
  const taken = await takenOutOf(db, r.id)
  const stands = !signatures.some(({ version, revoked }) => version === r.version && revoked)
  return {
    taken,
    open: taken && stands ? handAddress(await postPlace(db, r.postId)) : null,
    reports: await handReportsOf(db, r.id),
  }
}

function viewVersion(v: VersionRow): ResponseView['versions'][number] {
  const { text } = parseContent(v.canonical)
  const { id, version, author, createdAt, contentSha256 } = v
  const lint = LintView.parse(JSON.parse(v.lint))
  return { id, version, author, createdAt, contentSha256, text, lint, escaped: escapeInvisible(text) }
}

const viewSignature = (s: ReplySignatureRow): ResponseView['signatures'][number] => ({ ...s, records: 1 })

/** Who only listens for the brand sees a post that PV released to them, once it is triaged. */
async function postText(db: Db, caller: Caller, r: ResponseRow): Promise<string | null> {
  if (!mayDo(caller.roles, 'queue.read')) return releasedText(db, r.caseId, r.postId)
  const post = await db.selectFrom('post').select('text').where('id', '=', r.postId).executeTakeFirst()
  return post?.text ?? null
}

function dispositionText(d: { forwardable: boolean; validNow: boolean; closeReason: string | null }): string {
  if (d.closeReason) return `Closed: ${closeReasons[d.closeReason as CloseReason]}`
  return d.validNow ? 'Forwarded as a valid ICSR' : 'Forwarded; not all four criteria yet'
}

/** In words for a disabled button; null when this person may sign it now. */
function whyNotSign(
  caller: Caller,
  r: ResponseRow,
  dispositionSigned: boolean,
  lintBlocked: boolean,
): string | null {
  const mayNot = whyNot(caller.roles, 'response.sign')
  if (mayNot) return mayNot
  try {
    const { state, authors } = r
    assertMaySignOff({ state, authors, signer: caller.id, dispositionSigned, lintBlocked }, 'pv_approve')
    return null
  } catch (err) {
    return (err as Error).message
  }
}
