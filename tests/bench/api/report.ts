import { against, ms, rate, ratio } from '../figures.ts'
import type { ApiFigures, Latency } from './figures.ts'

/** A route is slow where one answer in a hundred takes longer. */
const GOAL_MS = 50

export function sayApi(say: (line: string) => void, f: ApiFigures): void {
  say(`api with ${rate(f.cases)} open cases and ${rate(f.replies)} replies, one request after the other:`)
  for (const route of f.routes) {
    const { bare, goalMs } = measure(route, f)
    say(
      `  ${route.what}: p50 ${ms(route.p50)}, p99 ${ms(route.p99)} (${against(route.p99, goalMs, 'below')}); p99 against ${bare.what}, ${ms(bare.p99)}: ${ratio(route.p99, bare.p99)}`,
    )
  }
}

/** Signing checks a password first, and that is slow on purpose: what it may take is on top of that. */
function measure({ what }: Latency, f: ApiFigures): { bare: Latency; goalMs: number } {
  return what.endsWith('/api/signing')
    ? { bare: f.barePassword, goalMs: GOAL_MS + f.barePassword.p99 }
    : { bare: f.bareSelect, goalMs: GOAL_MS }
}
