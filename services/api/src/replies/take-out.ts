import { existsSync } from 'node:fs'
import { appendEntry, lockResponse, newEntryId, postPlace, saveResponse, takeOutReply } from '@hark/db'
import { DomainError, nextResponseState } from '@hark/domain'
import { parseContent } from '@hark/sources'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { handAddress } from './composing.ts'

/**
 * The signed text, for a person who posts it by hand: once, under everything a sending is sent under. The gate decides, in the same
 * transaction as the entry that says who took it.
 */
export async function takeOut(ctx: ApiContext, caller: Caller, id: string) {
  assertNoStopFile(ctx.config.HARK_STOP_FILE)
  return ctx.db.transaction().execute(async (trx) => {
    const r = await lockResponse(trx, id)
    nextResponseState(r.state, 'take')
    const taken = await takeOutReply(trx, id, caller.id).catch(refusedByGate)
    if (!taken)
      throw new DomainError('response.illegal_transition', 'This reply is sent by Hark; nobody takes it out.')
    const entryId = newEntryId()
    await saveResponse(trx, id, entryId)
    const ref = {
      version: String(r.version),
      content_sha256: taken.contentHash.toString('hex'),
      order: taken.orderId,
    }
    const entry = {
      actor: actorOf(caller),
      action: 'response.taken_out',
      object: { type: 'response', id },
      ref,
    } as const
    await appendEntry(trx, entry, { id: entryId })
    const receipt = await receiptOf(trx, entryId, 'You took the reply out, to post it by hand.')
    const open = handAddress(await postPlace(trx, r.postId))
    return { text: parseContent(taken.canonical).text, open, receipt }
  })
}

/** The file that stops the publisher stops people too: whoever sets it wants nothing to leave, by machine or by hand. */
function assertNoStopFile(file: string | undefined): void {
  if (file !== undefined && existsSync(file))
    throw new DomainError(
      'kill_switch.engaged',
      'Everything outgoing is stopped by the STOP file on the host; nothing is taken out either.',
    )
}

/** What the gate says is the reason a person needs; anything else is none of its refusals. */
function refusedByGate(err: unknown): never {
  const { code, message } = err as { code?: string; message: string }
  if (code !== '42501' && code !== '55000') throw err
  if (message === 'kill switch engaged')
    throw new DomainError(
      'kill_switch.engaged',
      'Everything outgoing is stopped; nothing is taken out either.',
    )
  throw new DomainError('response.not_released_yet', `It cannot be taken out: ${message}.`)
}
