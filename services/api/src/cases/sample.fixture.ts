import { drawSamples } from '@hark/db'
import { type Client, type SeededPost, type Stack, startStack } from '@hark/testkit'

/** As if the week of today were over. */
const NEXT_WEEK = new Date(Date.now() + 8 * 86_400_000).toISOString()

/** A stack with one sampled post: detection saw its product and an event, and stayed under the threshold. */
export async function sampled(more: (stack: Stack) => Promise<unknown> = async () => {}) {
  const stack = await startStack()
  const post = await stack.seedPost({
    finding: { flagged: false, score: 0.21, threshold: 0.35, reasons: ['lexicon.event'] },
  })
  await more(stack)
  await drawSamples(stack.dbAs('hark_clock'), NEXT_WEEK)
  const { case_id: caseId } = await stack.db
    .selectFrom('case_post')
    .select('case_id')
    .where('post_id', '=', post.id)
    .executeTakeFirstOrThrow()
  const read = async (who: Client) => (await who.get(`/api/cases/${caseId}`)).body
  const sample: SeededPost = { ...post, caseId, caseIds: [caseId] }
  return Object.assign(stack, { sample, read })
}
