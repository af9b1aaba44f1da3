import { type Attempt, attemptOf, classifyAttempt } from '../outcome.ts'
import type { Publisher, PublishOrder, Reconciliation, SendOutcome } from '../publish.ts'
import type { PracticePlatform, Submission } from './platform.ts'

/** Publishes to the practice platform, with the order's id as idempotency key. */
export function practicePublisher(platform: PracticePlatform, account: string): Publisher {
  async function send(order: PublishOrder, signal: AbortSignal): Promise<SendOutcome> {
    const { content } = order
    if (content.platform !== 'practice' || content.account !== account) {
      return { outcome: 'not_sent', reason: 'order.of_another_account', retryable: false }
    }
    if (signal.aborted) return { outcome: 'not_sent', reason: 'aborted', retryable: true }
    return classifyAttempt(await attempt(submissionOf(order)))
  }

  async function attempt(submission: Submission): Promise<Attempt> {
    try {
      const { status, id, code } = await platform.submit(submission)
      return {
        kind: 'response',
        status,
        remoteId: id,
        url: id && urlOf(id),
        knownShape: true,
        code,
        retryAfterMs: null,
      }
    } catch (error) {
      return attemptOf(error)
    }
  }

  async function reconcile(order: PublishOrder): Promise<Reconciliation> {
    try {
      const found = await platform.find(order.orderId)
      if (found === null) return { result: 'absent' }
      if (found.text !== order.content.text) return { result: 'cannot_tell', reason: 'remote.differs' }
      return { result: 'found', remoteId: found.id, url: urlOf(found.id), evidence: JSON.stringify(found) }
    } catch {
      return { result: 'cannot_tell', reason: 'platform.unreadable' }
    }
  }

  return { platform: 'practice', account, idempotent: true, send, reconcile }
}

function submissionOf({ orderId, content }: PublishOrder): Submission {
  const { account, in_reply_to, text, createdAt } = content
  return { key: orderId, account, in_reply_to: in_reply_to?.parent.id ?? null, text, created_at: createdAt }
}

/** `.invalid` is reserved: the address names the practice post and leads nowhere. */
function urlOf(id: string): string {
  return `https://practice.invalid/posts/${id}`
}
