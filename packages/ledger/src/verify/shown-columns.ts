import type { VerifyResult } from './checklist.ts'

/** An entry of a database whose columns, which people are shown, say something else than its sealed bytes. */
export type AlteredColumns = { index: number; id: string; object: string }

/** Adds to a verified log what only its database can tell: whether what is shown of each entry is what was sealed. */
export function withShownColumns(result: VerifyResult, altered: AlteredColumns | null): VerifyResult {
  const name = 'shown columns'
  if (!altered) {
    const detail = 'say what the sealed bytes say'
    return { ...result, checks: [...result.checks, { name, outcome: 'ok', detail }] }
  }
  const detail = `of entry ${altered.index} are not what was sealed`
  const checks = [...result.checks, { name, outcome: 'fail', detail } as const]
  const earlier = result.firstBad && result.firstBad.index <= altered.index
  const firstBad = earlier && result.firstBad ? result.firstBad : { ...altered, reason: `${name}: ${detail}` }
  return { status: 'invalid', checks, firstBad }
}
