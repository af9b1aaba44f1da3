import { appendEntry, newEntryId, resolveUnknown, responseOfAttempt, saveResponse } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

const said: Record<string, string> = {
  second_person_required: 'Your word is recorded; a second person must agree.',
  resend: 'Two people agree: it is sent again.',
  cancel: 'Two people agree: it is not sent again.',
}

/** One person's word on a sending of which nobody knows whether it is public; at two that agree, it is done. */
export function resolveAttempt(
  ctx: ApiContext,
  caller: Caller,
  attemptId: string,
  { verdict, reason }: { verdict: 'resend' | 'cancel'; reason: string },
) {
  return ctx.db.transaction().execute(async (trx) => {
    const of = await responseOfAttempt(trx, attemptId)
    if (!of) throw new DomainError('not_found', 'There is no such sending.')
    const answer = await resolveUnknown(trx, attemptId, caller.id, verdict, reason)
    if (answer === 'not_unknown')
      throw new DomainError('response.illegal_transition', 'What became of this sending is known.')
    const entryId = newEntryId()
    await saveResponse(trx, of.responseId, entryId)
    const ref = { attempt: attemptId, content_sha256: of.contentSha256, verdict, answer }
    const object = { type: 'response', id: of.responseId }
    const entry = { actor: actorOf(caller), object, ref, secret: { reason } }
    await appendEntry(trx, { ...entry, action: 'publication.verdict' }, { id: entryId, seal: ctx.seal })
    return { answer, receipt: await receiptOf(trx, entryId, said[answer] ?? answer) }
  })
}
