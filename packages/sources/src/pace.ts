import { setTimeout as timer } from 'node:timers/promises'

/** Resolves after `ms`, or at once when `signal` aborts; never rejects. Injected where tests must not wait. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

export const sleep: Sleep = async (ms, signal) => {
  await timer(ms, undefined, { signal }).catch(() => undefined)
}

export type Backoff = { firstMs: number; capMs: number; factor: number }

export const defaultBackoff: Backoff = { firstMs: 500, capMs: 60_000, factor: 2 }

/**
 * Milliseconds to wait before reconnection `attempt` (from 1): exponential to a cap, with "equal jitter" so
 * that many clients of one fallen server do not return together. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number, policy: Backoff = defaultBackoff): number {
  const exponential = policy.firstMs * policy.factor ** (Math.max(1, attempt) - 1)
  const ceiling = Math.min(policy.capMs, exponential)
  return Math.round(ceiling / 2 + (ceiling / 2) * random)
}
