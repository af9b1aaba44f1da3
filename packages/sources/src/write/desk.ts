import { measureLength, type Platform } from '@hark/domain'
import type { HttpResponse } from '../fetch/safe-fetch.ts'
import { pauseOf } from '../limits/pause.ts'
import { type Attempt, attemptOf, classifyAttempt } from '../outcome.ts'
import type { Publisher, PublishOrder, Reconciliation, SendOutcome } from '../publish.ts'
import { troubleOf } from '../trouble.ts'
import { type Call, type Called, called } from './call.ts'
import type { Reply } from './seen.ts'

/** `same`: still there as it was when the reply was signed; `at` is what the call needs to know of it. */
export type Target<At> = { is: 'same'; at: At } | { is: 'gone' | 'changed' | 'closed' | 'foreign' }

/** What an answer to the write means. Null: nobody knows, so the outcome is unknown. `code` is fit to be logged. */
export type Meaning =
  | { sent: { id: string; url: string | null } }
  | { refused: 'invalid' | 'credentials' | 'limited'; code: string | null; untilMs?: number | undefined }
  | null

/** What Hark must know of a platform to reply there. All but `call`'s request only read; each may reject with `Trouble`. */
export type Desk<Session, At> = {
  platform: Platform
  account: string
  /** Why a reply can never be sent from here, before any call. */
  refuses?(reply: Reply): string | null
  /** Whoever signs in is the account that was signed for, or it rejects. */
  signIn(signal: AbortSignal): Promise<Session>
  /** After credentials were refused. */
  forget?(): void
  target(reply: Reply, session: Session, signal: AbortSignal): Promise<Target<At>>
  find(reply: Reply, session: Session, signal: AbortSignal): Promise<Reconciliation>
  /** The one request that writes. */
  call(order: { orderId: string; content: Reply }, session: Session, at: At): Call | Promise<Call>
  means(response: HttpResponse, nowMs: number): Meaning
}

const notSent = (reason: string, retryable: boolean): SendOutcome => ({
  outcome: 'not_sent',
  reason,
  retryable,
})

/**
 * Publishes where a repeat would show twice. Before it writes it reads: who we are, whether the target is as it was signed for, and
 * whether the reply is there already; where that cannot be read nothing is sent, for its fate could not be looked up either.
 */
export function publisherAt<Session, At>(desk: Desk<Session, At>): Publisher {
  const { platform, account } = desk

  async function send({ orderId, content }: PublishOrder, signal: AbortSignal): Promise<SendOutcome> {
    if (content.platform !== platform || content.account !== account)
      return notSent('order.of_another_account', false)
    // The gate lets no such order be claimed; bytes signed for a person are a person's all the same.
    if (content.byHand) return notSent('order.by_hand', false)
    if (!isReply(content)) return notSent('reply.without_target', false)
    const refused = tooLong(content) ? 'text.too_long' : (desk.refuses?.(content) ?? null)
    if (refused) return notSent(refused, false)
    const ready = await readied({ orderId, content }, signal)
    if ('outcome' in ready) return ready
    if (signal.aborted) return notSent('aborted', true)
    const outcome = classifyAttempt(attemptFrom(await called(ready, signal), desk))
    if ('reason' in outcome && outcome.reason.startsWith('platform.credentials')) desk.forget?.()
    return outcome
  }

  /** The call to make, or why it is not made: nothing was written so far. */
  async function readied(
    order: { orderId: string; content: Reply },
    signal: AbortSignal,
  ): Promise<Call | SendOutcome> {
    try {
      const session = await desk.signIn(signal)
      const target = await desk.target(order.content, session, signal)
      if (target.is !== 'same') return notSent(`target.${target.is}`, false)
      const there = await desk.find(order.content, session, signal)
      if (there.result === 'found') return { outcome: 'sent', remoteId: there.remoteId, url: there.url }
      if (there.result === 'cannot_tell')
        return there.reason === 'remote.differs'
          ? notSent('target.answered', false)
          : notSent(`lookup.${there.reason}`, true)
      return await desk.call(order, session, target.at)
    } catch (error) {
      return later(error)
    }
  }

  /** Trouble with reading: not now. */
  function later(error: unknown): SendOutcome {
    const { kind, code, untilMs } = troubleOf(error)
    if (kind === 'refused') desk.forget?.()
    const wait = kind === 'limited' && untilMs !== undefined
    return { ...notSent(`read.${code}`, true), ...(wait && { retryAfterMs: untilMs - Date.now() }) }
  }

  async function reconcile({ content }: PublishOrder, signal: AbortSignal): Promise<Reconciliation> {
    if (content.platform !== platform || content.account !== account || !isReply(content))
      return { result: 'cannot_tell', reason: 'order.of_another_account' }
    try {
      return await desk.find(content, await desk.signIn(signal), signal)
    } catch (error) {
      const { kind, code } = troubleOf(error)
      if (kind === 'refused') desk.forget?.()
      return { result: 'cannot_tell', reason: code }
    }
  }

  return { platform, account, idempotent: false, send, reconcile }
}

const isReply = (content: PublishOrder['content']): content is Reply => content.in_reply_to !== null

function tooLong({ text, platform }: Reply): boolean {
  const { used, limit } = measureLength(text, platform)
  return used > limit
}

const statusOf = { invalid: 400, credentials: 401, limited: 429 } as const

function attemptFrom(got: Called, { means }: Pick<Desk<unknown, unknown>, 'means'>): Attempt {
  // The connection was ours alone, so what it shows is surer than what the error's name suggests.
  if (got.response === null) return { ...attemptOf(got.error), beforeBytes: !got.connected }
  const { status, headers } = got.response
  const nowMs = Date.now()
  // A server that is unwell may have written before it fell, whatever it says.
  const meaning = status >= 500 ? null : means(got.response, nowMs)
  const nothing = { remoteId: null, url: null, knownShape: false, code: null }
  if (meaning !== null && 'sent' in meaning)
    return {
      ...nothing,
      kind: 'response',
      status,
      remoteId: meaning.sent.id,
      url: meaning.sent.url,
      retryAfterMs: null,
    }
  const untilMs = meaning?.untilMs ?? pauseOf(status, headers, nowMs)?.untilMs ?? null
  const retryAfterMs = untilMs === null ? null : Math.max(0, untilMs - nowMs)
  if (meaning === null) return { ...nothing, kind: 'response', status, retryAfterMs }
  const { refused, code } = meaning
  return { ...nothing, kind: 'response', status: statusOf[refused], knownShape: true, code, retryAfterMs }
}
