import type { SendTweetV2Params } from 'twitter-api-v2'
import { classifyAttempt } from '../outcome.ts'
import type { PublishContent, Publisher, PublishOrder, Reconciliation, SendOutcome } from '../publish.ts'
import { fieldsBy } from './fields.ts'
import { hasAddress, xLength, xLimit } from './length.ts'
import { ListAnswer, XPost } from './shape.ts'
import { attemptFrom, singleCallClient, type XCredentials } from './write-once.ts'

/** A reply is looked for among this many of the account's newest posts. */
const looked = 100

/**
 * Publishes replies on X. X knows no idempotency: what is not certain stays unknown until it is found on the account's timeline.
 * `allowAddresses` where a person has confirmed what an address in a reply costs.
 */
export function xPublisher(
  credentials: XCredentials,
  { allowAddresses = false, nowMs = Date.now }: { allowAddresses?: boolean; nowMs?: () => number } = {},
): Publisher {
  const { account } = credentials

  async function send({ content }: PublishOrder, signal: AbortSignal): Promise<SendOutcome> {
    const refused = whyNot(content)
    if (refused) return { outcome: 'not_sent', reason: refused, retryable: false }
    if (signal.aborted) return { outcome: 'not_sent', reason: 'aborted', retryable: true }
    const body: SendTweetV2Params = {
      text: content.text,
      reply: { in_reply_to_tweet_id: answeredId(content) },
    }
    const { v2, answered } = await singleCallClient(credentials, signal)
    await v2.post('tweets', body).catch(() => undefined) // What happened stands in `answered`.
    return classifyAttempt(attemptFrom(answered, nowMs()))
  }

  function whyNot({ platform, account: by, byHand, in_reply_to, text }: PublishContent): string | null {
    if (platform !== 'x' || by !== account) return 'order.of_another_account'
    if (byHand) return 'order.by_hand'
    if (in_reply_to === null || !/^\d{1,19}$/.test(answeredId({ in_reply_to }))) return 'reply.without_target'
    if (xLength(text) > xLimit) return 'text.too_long'
    return hasAddress(text) && !allowAddresses ? 'text.address_costs' : null
  }

  async function reconcile({ content }: PublishOrder, signal: AbortSignal): Promise<Reconciliation> {
    const { v2, answered } = await singleCallClient(credentials, signal)
    const asked = { max_results: looked, ...fieldsBy.post }
    await v2.get('users/:id/tweets', asked, { params: { id: account } }).catch(() => undefined)
    const listed = ListAnswer.safeParse(answered.body)
    if (answered.status !== 200 || !listed.success)
      return { result: 'cannot_tell', reason: `http_${answered.status ?? 'none'}` }
    const posts = (listed.data.data ?? []).flatMap((one) => XPost.safeParse(one).data ?? [])
    const found = posts.find((post) => isReply(post, content))
    if (found) {
      const url = `https://x.com/i/status/${found.id}`
      return { result: 'found', remoteId: found.id, url, evidence: JSON.stringify(found) }
    }
    const before = posts.some(
      ({ created_at }) => Date.parse(created_at ?? '') < Date.parse(content.createdAt),
    )
    // A list that does not reach back to the order, or was cut by X, shows nothing.
    return before || (posts.length === 0 && !listed.data.meta?.next_token)
      ? { result: 'absent' }
      : { result: 'cannot_tell', reason: 'timeline.too_short' }
  }

  return { platform: 'x', account, idempotent: false, send, reconcile }
}

/** The version that was read, where the post was edited. */
const answeredId = ({ in_reply_to }: Pick<PublishContent, 'in_reply_to'>): string =>
  in_reply_to?.parent.cid ?? in_reply_to?.parent.id ?? ''

/** X escapes three characters, and puts the names of those who are answered before the words. */
function isReply({ references, text, note }: XPost, { in_reply_to, text: signed }: PublishContent): boolean {
  const answers = references.some(
    ({ type, id }) => type === 'replied_to' && id === answeredId({ in_reply_to }),
  )
  const shown = (note?.text ?? text).replace(
    /&(amp|lt|gt);/g,
    (_, name) => ({ amp: '&', lt: '<', gt: '>' })[name as 'amp'],
  )
  return (
    answers && shown.replace(/^(@\w{1,15}\s+)+/, '').trim() === signed.replace(/^(@\w{1,15}\s+)+/, '').trim()
  )
}
