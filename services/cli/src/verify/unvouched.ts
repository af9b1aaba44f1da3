import type { VerifyResult } from '@hark/ledger'

export type Unvouched = { count: number; oldestSeconds: number }

/** The clock seals within a second: what has waited this long is not on its way. */
const PATIENCE_SECONDS = 60

/** Nothing is published yet, so there is nothing to hold the entries against. */
export const nothingPublished: VerifyResult = {
  status: 'incomplete',
  checks: [{ name: 'checkpoint', outcome: 'skipped', detail: 'none is published yet', incomplete: true }],
}

/** A valid log is so only as far as it goes while older entries stand under no checkpoint: they could still be changed unseen. */
export function withUnvouched(result: VerifyResult, { count, oldestSeconds }: Unvouched): VerifyResult {
  if (result.status !== 'valid' || count === 0 || oldestSeconds < PATIENCE_SECONDS) return result
  const detail = `none for ${count} entries, the oldest ${Math.floor(oldestSeconds)} s old: does the clock run?`
  const check = { name: 'checkpoint', outcome: 'skipped', detail, incomplete: true } as const
  return { ...result, status: 'incomplete', checks: [...result.checks, check] }
}
