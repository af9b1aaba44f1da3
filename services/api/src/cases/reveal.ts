import { appendEntry, findCase, insertReveal, newEntryId, postsOf, sealedHandle, threadOf } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

/** Shows who wrote a post of this case or its thread. That it was shown, to whom and why, is written before the name is known. */
export function revealAuthor(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  { postId, reason }: { postId: string; reason: string },
) {
  return ctx.db.transaction().execute(async (trx) => {
    await findCase(trx, id)
    const posts = [...(await postsOf(trx, id)), ...(await threadOf(trx, id))]
    const post = posts.find((p) => p.id === postId)
    if (!post) throw new DomainError('not_found', 'This post is not part of the case or its thread.')
    const handle = await sealedHandle(trx, post.id)
    const entryId = newEntryId()
    await insertReveal(trx, { personId: caller.id, postId: post.id, reason })
    await appendEntry(
      trx,
      {
        actor: actorOf(caller),
        action: 'author.revealed',
        object: { type: 'post', id: post.id },
        ref: { case: id },
        secret: { reason },
      },
      { id: entryId, seal: ctx.seal },
    )
    return {
      handle: handle?.sealed ? ctx.openHandle(handle.sealed) : null,
      receipt: await receiptOf(trx, entryId, 'The author was shown to you; the reveal is recorded.'),
    }
  })
}
