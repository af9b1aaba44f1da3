import { existsSync } from 'node:fs'
import {
  type Claimed,
  type ClaimedToSend,
  claimSend,
  dueOrders,
  expireAttempts,
  type Outcome,
  recordOutcome,
  unknownAttempts,
} from '@hark/db'
import { lintAgain, templateOf } from '@hark/domain'
import { crashPoint } from '@hark/runtime'
import { type PublishContent, parseContent, type SendOutcome } from '@hark/sources'
import type { PublisherContext } from './context.ts'

const AT_MOST = 10
/** Longer than any attempt: a platform call ends after 30 s. */
const ATTEMPT_LEASE_SECONDS = 120
const CALL_MS = 30_000
const REST_MS = 60_000
const LONGEST_WAIT_MS = 900_000
/** Within this every platform shows what it took; later finds are rare, and each look costs quota or money. */
const SHOWN_BY_MS = 900_000
const LOOK_AT_LEAST_MS = 21_600_000

/** Sends what is due: claim (the gate decides), one call, record. Never retries; what is not certain stays unknown. */
export async function publishDue(ctx: PublisherContext, signal: AbortSignal): Promise<number> {
  let attempted = 0
  const patient = stillAt(ctx.patience)
  // Refused orders stay due: as many more are asked for, or the oldest of them would hide all others from this list.
  const atMost = AT_MOST + stillAt(ctx.resting).length
  for (const orderId of await dueOrders(ctx.db, atMost, patient)) {
    // Whoever asked for patience meanwhile gets it; the others are listed again a second later.
    if (mustStop(ctx, signal) || stillAt(ctx.patience).some((platform) => !patient.includes(platform))) break
    if (ctx.resting.has(orderId)) continue
    const claimed = await claim(ctx, orderId)
    if (!claimed) continue
    crashPoint('publisher.afterClaim')
    const outcome = await sendOnce(ctx, orderId, claimed)
    crashPoint('publisher.afterSend')
    await note(ctx, claimed, outcome)
    crashPoint('publisher.afterOutcome')
    attempted++
  }
  return attempted
}

/** Looked at before each claim: a stop counts from the moment it is there. */
const mustStop = (ctx: PublisherContext, signal: AbortSignal): boolean =>
  signal.aborted || (ctx.stopFile !== undefined && existsSync(ctx.stopFile))

/** What of these is not over yet; the rest is forgotten. */
function stillAt(untilMs: Map<string, number>): string[] {
  for (const [key, until] of untilMs) if (until <= Date.now()) untilMs.delete(key)
  return [...untilMs.keys()]
}

async function claim(ctx: PublisherContext, orderId: string): Promise<ClaimedToSend | null> {
  try {
    const claimed = await claimSend(ctx.db, orderId)
    ctx.resting.delete(orderId)
    return claimed
  } catch (err) {
    ctx.resting.set(orderId, Date.now() + REST_MS)
    ctx.log.warn({ err, order: orderId }, 'the gate refused')
    ctx.metrics.add('hark_gate_refusals_total', 1, { reason: (err as { code?: string }).code ?? 'error' })
    return null
  }
}

async function sendOnce(
  ctx: PublisherContext,
  orderId: string,
  claimed: ClaimedToSend,
): Promise<SendOutcome> {
  const content = readContent(claimed.canonical)
  if (!content) return { outcome: 'not_sent', reason: 'content.unreadable', retryable: false }
  const blocked = blockedBy(content, claimed)
  if (blocked.length > 0)
    return { outcome: 'not_sent', reason: `lint.${blocked.join('.')}`, retryable: false }
  const publisher = ctx.publisherOf(content.platform, content.account)
  if (!publisher) return { outcome: 'not_sent', reason: 'publisher.no_credentials', retryable: false }
  crashPoint('publisher.beforeSend')
  return publisher.send({ orderId, content }, AbortSignal.timeout(CALL_MS))
}

/** Rules that forbid now what was signed then; the order fails under their names, for people to see and draft anew. */
function blockedBy({ text, platform }: PublishContent, { ground, startedAt }: ClaimedToSend): string[] {
  const template = templateOf(ground.template)
  const found = lintAgain({ ...ground, text, platform, template, at: new Date(startedAt).toISOString() })
  return [...new Set(found.map(({ rule }) => rule))]
}

async function note(ctx: PublisherContext, claimed: Claimed, o: SendOutcome): Promise<void> {
  const platform = readContent(claimed.canonical)?.platform ?? 'unreadable'
  ctx.metrics.add('hark_publish_attempts_total', 1, { platform, outcome: o.outcome })
  if (o.outcome === 'not_sent' && o.retryAfterMs)
    ctx.patience.set(platform, Date.now() + Math.min(o.retryAfterMs, LONGEST_WAIT_MS))
  const outcome =
    o.outcome === 'not_sent' && !o.retryable ? ({ outcome: 'refused', reason: o.reason } as const) : o
  await record(ctx, claimed, outcome)
}

async function record(
  ctx: PublisherContext,
  claimed: Parameters<typeof recordOutcome>[1],
  o: Outcome,
): Promise<void> {
  const answer = await recordOutcome(ctx.db, claimed, o)
  if (answer === 'contradicted')
    ctx.log.error({ attempt: claimed.attemptId }, 'a reply is public which was recorded as not sent')
}

/** Looks for attempts of unknown outcome at their platform, the older the rarer. Found is sent; anything else waits for two people. */
export async function reconcileUnknown(
  ctx: PublisherContext,
  leaseSeconds: number = ATTEMPT_LEASE_SECONDS,
): Promise<number> {
  await expireAttempts(ctx.db, leaseSeconds)
  let found = 0
  const waiting = stillAt(ctx.lookAgain)
  for (const attempt of await unknownAttempts(ctx.db)) {
    if (waiting.includes(attempt.attemptId)) continue
    const ageMs = Date.now() - Date.parse(attempt.startedAt)
    if (ageMs > SHOWN_BY_MS)
      ctx.lookAgain.set(attempt.attemptId, Date.now() + Math.min(ageMs / 4, LOOK_AT_LEAST_MS))
    const content = readContent(attempt.canonical)
    if (!content) continue
    const answer = await ctx
      .publisherOf(content.platform, content.account)
      ?.reconcile({ orderId: attempt.orderId, content }, AbortSignal.timeout(CALL_MS))
    if (answer?.result !== 'found') continue
    const { remoteId, url } = answer
    await record(ctx, attempt, { outcome: 'sent', remoteId, url, reason: 'found at the platform' })
    found++
  }
  return found
}

function readContent(canonical: Uint8Array): PublishContent | null {
  try {
    return parseContent(canonical)
  } catch {
    return null
  }
}
