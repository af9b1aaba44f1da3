import { appendEntry, lockResponse, newEntryId, postPlace, reportHand, saveResponse } from '@hark/db'
import { assertHandReport, DomainError, type HandReport } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { handAddress } from './composing.ts'

/** What became of a reply that was taken out, in the words of a person who knows: recorded beside what was said before, never over it. */
export async function reportHandPosting(ctx: ApiContext, caller: Caller, id: string, said: HandReport) {
  return ctx.db.transaction().execute(async (trx) => {
    const r = await lockResponse(trx, id)
    if (r.state !== 'taken')
      throw new DomainError('response.illegal_transition', 'Nobody has taken this reply out to post it.')
    assertHandReport(said, handAddress(await postPlace(trx, r.postId)))
    const reported = await reportHand(trx, id, caller.id, said)
    const entryId = newEntryId()
    await saveResponse(trx, id, entryId)
    const ref = {
      version: String(r.version),
      content_sha256: reported.contentHash.toString('hex'),
      order: reported.orderId,
      state: said.posted ? 'posted' : 'not_posted',
    }
    const entry = {
      actor: actorOf(caller),
      action: 'response.hand_reported',
      object: { type: 'response', id },
      ref,
    } as const
    await appendEntry(trx, entry, { id: entryId })
    const what = said.posted ? 'You said where the reply was posted.' : 'You said that it was not posted.'
    return receiptOf(trx, entryId, what)
  })
}
