import { must, releaseForReply } from './case-acts.ts'
import type { SeededPost } from './seed-post.ts'
import type { Stack } from './start-stack.ts'

export type SignedReply = { id: string; orderId: string }

/** Releases a post of a decided case for a reply, which comms draft and a reviewer who wrote none of it approves; throws where the api refuses. */
export async function signReply(stack: Stack, post: SeededPost): Promise<SignedReply> {
  const [reviewer, signer, comms] = await Promise.all([stack.as('ana'), stack.as('ben'), stack.as('cho')])
  await releaseForReply(reviewer, post)
  const draft = { caseId: post.caseId, postId: post.id, template: 'handoff.en' }
  const { id, versions } = await must(comms, '/api/responses', draft)
  await must(comms, `/api/responses/${id}/submit`)
  const { contentSha256 } = versions.at(-1)
  const approval = { ...signer.both(), contentSha256, meaning: 'pv_approve' }
  await must(signer, `/api/responses/${id}/signature`, approval)
  return { id, orderId: (await replyStatus(stack, id)).order_id ?? '' }
}

/** What a reply is called at this moment, and the order that sends it. */
export const replyStatus = ({ db }: Pick<Stack, 'db'>, id: string) =>
  db
    .selectFrom('gate.response_status')
    .select(['state', 'order_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
