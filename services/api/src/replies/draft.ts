import { createHash } from 'node:crypto'
import {
  appendEntry,
  databaseNow,
  insertResponse,
  insertVersion,
  lockResponse,
  newEntryId,
  type ReplyGround,
  replyGround,
  replyInConversation,
  saveResponse,
  type Trx,
  uuidv7,
} from '@hark/db'
import {
  DomainError,
  namesAuthor,
  nextResponseState,
  outgoingText,
  renderTemplate,
  type Template,
  templateOf,
} from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { bytesOf, lintOn, mentionFor, replyTarget, slotsFor } from './composing.ts'
import { assertMayCompose } from './release.ts'

/** Throws `not_found`; whether a template is in force is for the lint to say (R11). */
export function knownTemplate(id: string): Template {
  const template = templateOf(id)
  if (!template) throw new DomainError('not_found', 'There is no such template.')
  return template
}

/** Drafts a reply to one post of a case from a template. Replying waits for no decision, and no decision waits for a reply. */
export async function draftReply(
  ctx: ApiContext,
  caller: Caller,
  given: { caseId: string; postId: string; template: string },
): Promise<string> {
  const template = knownTemplate(given.template)
  const id = uuidv7()
  await ctx.db
    .transaction()
    .execute(async (trx) => {
      await assertMayCompose(trx, caller, given.caseId, given.postId)
      const ground = await replyGround(trx, given.caseId, given.postId)
      if (ground.caseState === 'joined')
        throw new DomainError('case.not_open', 'This case was joined into another; answer from there.')
      replyTarget(ctx, ground)
      if (await replyInConversation(trx, ground.postId)) throw alreadyAnswered()
      const [mention, words] = [mentionFor(ground), renderTemplate(template, slotsFor(ctx, ground, template))]
      const text = outgoingText(mention === null ? words : `${mention} ${words}`)
      const lastEntry = newEntryId()
      const { caseId, postId, programmeId, practice } = ground
      await insertResponse(trx, { id, caseId, postId, programmeId, practice, lastEntry })
      await saveVersion(trx, ctx, caller, ground, {
        responseId: id,
        version: 1,
        text,
        template,
        entryId: lastEntry,
      })
    })
    .catch(refuseSecond)
  return id
}

/** Two who draft at the same moment: the gate lets one reply a conversation through (R13, migrations/031). */
function refuseSecond(err: unknown): never {
  throw (err as { constraint?: string }).constraint === 'one_reply_a_conversation' ? alreadyAnswered() : err
}

const alreadyAnswered = () =>
  new DomainError(
    'response.already_answered',
    'This conversation has a reply already, or its thread has one that may belong to it; continue or withdraw that one.',
  )

/** Saves another version. It carries no signature, so whatever was signed or offered before is a draft again. */
export function editReply(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  given: { basedOn: number; text: string },
): Promise<void> {
  return ctx.db.transaction().execute(async (trx) => {
    const r = await lockResponse(trx, id)
    await assertMayCompose(trx, caller, r.caseId, r.postId)
    nextResponseState(r.state, 'edit')
    if (given.basedOn !== r.version)
      throw new DomainError('response.changed', `Version ${r.version} was saved meanwhile. Start from it.`)
    const ground = await replyGround(trx, r.caseId, r.postId)
    const text = outgoingText(given.text)
    if (text === '') throw new DomainError('input.invalid', 'Write something.')
    const entryId = newEntryId()
    const template = knownTemplate(r.template)
    await saveVersion(trx, ctx, caller, ground, {
      responseId: id,
      version: r.version + 1,
      text,
      template,
      entryId,
    })
    await saveResponse(trx, id, entryId)
  })
}

type Written = { responseId: string; version: number; text: string; template: Template; entryId: string }

async function saveVersion(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  g: ReplyGround,
  w: Written,
): Promise<void> {
  const at = await databaseNow(trx)
  const canonical = bytesOf(replyTarget(ctx, g), g, { ...w, at })
  const lint = await lintOn(ctx, trx, g, { ...w, at, except: w.responseId })
  await insertVersion(trx, {
    id: uuidv7(),
    responseId: w.responseId,
    version: w.version,
    authorId: caller.id,
    canonical,
    template: w.template.id,
    lint: JSON.stringify(lint),
    lastEntry: w.entryId,
  })
  const content = createHash('sha256').update(canonical).digest('hex')
  const ref = {
    case: g.caseId,
    post: g.postId,
    version: String(w.version),
    content_sha256: content,
    // Whoever reads these words reads a handle: that is an act like a reveal, and its entry says so.
    ...(namesAuthor({ text: w.text, mention: mentionFor(g) }) && { author: 'named' }),
  }
  const template = `${w.template.id}:${w.template.version}`
  const action = w.version === 1 ? 'response.drafted' : 'response.edited'
  const object = { type: 'response', id: w.responseId }
  await appendEntry(
    trx,
    { actor: actorOf(caller), action, object, ref: { ...ref, template } },
    { id: w.entryId },
  )
}
