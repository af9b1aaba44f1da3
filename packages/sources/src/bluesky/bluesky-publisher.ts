import { isDeepStrictEqual } from 'node:util'
import { postCollection } from '../jetstream/event.ts'
import { classifyAttempt } from '../outcome.ts'
import type { Publisher, PublishOrder, Reconciliation, SendOutcome } from '../publish.ts'
import { type BlueskyPost, recordOf } from './content.ts'
import { attemptFrom, errorName, singleCall } from './exchange.ts'
import { type BlueskyCredentials, type Session, SessionKeeper } from './session.ts'
import { orderKey } from './tid.ts'

/**
 * Publishes to Bluesky. Exactly once by construction: an order has one record key, and `swapRecord: null` lets a
 * write create the record or find it identical, never overwrite another. One HTTP call that writes per attempt.
 */
export function blueskyPublisher(credentials: BlueskyCredentials): Publisher {
  const { account } = credentials
  const keeper = new SessionKeeper(credentials)

  async function send(order: PublishOrder, signal: AbortSignal): Promise<SendOutcome> {
    const { content } = order
    if (content.platform !== 'bluesky' || content.account !== account)
      return notSent('order.of_another_account', false)
    if (content.byHand) return notSent('order.by_hand', false)
    const record = recordOf(content)
    if ('refused' in record) return notSent(record.refused, false)
    const signedIn = await keeper.signIn(signal)
    if ('refused' in signedIn) return notSent(signedIn.refused, true)
    if (signal.aborted) return notSent('aborted', true)
    const outcome = await put(order, record, signedIn.session, signal)
    if (outcome.outcome === 'not_sent' && outcome.reason.startsWith('platform.credentials')) keeper.forget()
    return outcome
  }

  async function put(order: PublishOrder, record: BlueskyPost, session: Session, signal: AbortSignal) {
    const rkey = orderKey(order.orderId, order.content.createdAt)
    const { handler, exchange } = singleCall(session.server, session.token)
    const { Agent } = await import('@atproto/api')
    const body = { repo: account, collection: postCollection, rkey, record: { ...record }, swapRecord: null }
    let remoteId: string | null = null
    try {
      const { data } = await new Agent(handler).com.atproto.repo.putRecord(body, { signal })
      remoteId = data.uri
    } catch {
      // What happened stands in the exchange.
    }
    return classifyAttempt(attemptFrom(exchange, remoteId, urlOf(account, rkey)))
  }

  async function reconcile(order: PublishOrder, signal: AbortSignal): Promise<Reconciliation> {
    const record = recordOf(order.content)
    if ('refused' in record) return { result: 'cannot_tell', reason: record.refused }
    const signedIn = await keeper.signIn(signal)
    if ('refused' in signedIn) return { result: 'cannot_tell', reason: signedIn.refused }
    const rkey = orderKey(order.orderId, order.content.createdAt)
    const { handler, exchange } = singleCall(signedIn.session.server, signedIn.session.token)
    const { Agent } = await import('@atproto/api')
    try {
      const { data } = await new Agent(handler).com.atproto.repo.getRecord(
        { repo: account, collection: postCollection, rkey },
        { signal },
      )
      if (!isDeepStrictEqual(plain(data.value), plain(record)))
        return { result: 'cannot_tell', reason: 'remote.differs' }
      return {
        result: 'found',
        remoteId: data.uri,
        url: urlOf(account, rkey),
        evidence: JSON.stringify(exchange.body),
      }
    } catch {
      const name = errorName(exchange)
      if (name === 'RecordNotFound') return { result: 'absent' }
      if (name === 'ExpiredToken' || name === 'InvalidToken' || exchange.status === 401) keeper.forget()
      return { result: 'cannot_tell', reason: name ?? `http_${exchange.status ?? 'none'}` }
    }
  }

  return { platform: 'bluesky', account, idempotent: true, send, reconcile }
}

function notSent(reason: string, retryable: boolean): SendOutcome {
  return { outcome: 'not_sent', reason, retryable }
}

function urlOf(did: string, rkey: string): string {
  return `https://bsky.app/profile/${did}/post/${rkey}`
}

/** As JSON would carry it: the client library wraps some values in classes of its own. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
