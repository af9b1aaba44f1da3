import { createHash } from 'node:crypto'
import { appendEntry, type Db, recentFailures, recordAttempt } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'

const FREE_TRIES = 5

const accountHash = (username: string): Buffer =>
  createHash('sha256').update(`hark-account\0${username}`).digest()

/** Seconds to wait after so many failures from one network: 2, 4, 8 … at most 15 minutes (NIST SP 800-63B throttling). */
export const delayAfter = (failures: number): number =>
  failures < FREE_TRIES ? 0 : Math.min(2 ** (failures - FREE_TRIES + 1), 900)

/** Throws `auth.locked` while the account must wait for this network. */
export async function assertNotLocked(ctx: ApiContext, username: string, network: string): Promise<void> {
  const { here, lastAt } = await recentFailures(ctx.db, accountHash(username), network)
  const wait = delayAfter(here)
  const waited = lastAt ? (ctx.now().getTime() - Date.parse(lastAt)) / 1000 : Number.POSITIVE_INFINITY
  if (waited < wait) {
    throw new DomainError(
      'auth.locked',
      `Too many failed tries. Wait ${Math.ceil(wait - waited)} seconds and try again.`,
    )
  }
}

const running = new Map<string, Promise<unknown>>()

/** Tries of one account from one network follow one another: many at once would all be checked before the first failure counts. */
export async function oneAtATime<T>(key: string, attempt: () => Promise<T>): Promise<T> {
  const mine = (running.get(key) ?? Promise.resolve()).then(attempt, attempt)
  running.set(key, mine)
  try {
    return await mine
  } finally {
    if (running.get(key) === mine) running.delete(key)
  }
}

/** Records a try; the fifth failure in a row is reported at once (11.300(d)). */
export async function noteAttempt(
  ctx: ApiContext,
  a: {
    username: string
    network: string
    purpose: 'sign_in' | 'sign'
    succeeded: boolean
    personId?: string
  },
): Promise<void> {
  if (!a.succeeded) countFailure(ctx, a.purpose)
  await ctx.db.transaction().execute(async (trx) => {
    await recordAttempt(trx as Db, {
      accountHash: accountHash(a.username),
      network: a.network,
      purpose: a.purpose,
      succeeded: a.succeeded,
    })
    if (a.succeeded) return
    const { here } = await recentFailures(trx as Db, accountHash(a.username), a.network)
    const who = a.personId ?? 'unknown'
    await appendEntry(trx, {
      actor: { id: 'api', kind: 'service' },
      action: here >= FREE_TRIES ? 'auth.locked' : 'auth.failed',
      object: { type: 'person', id: who },
      why: a.purpose,
      ref: { failures: String(here) },
    })
  })
}

function countFailure({ metrics }: ApiContext, purpose: 'sign_in' | 'sign'): void {
  metrics.add(purpose === 'sign' ? 'hark_reauth_failures_total' : 'hark_sign_in_failures_total', 1)
}
