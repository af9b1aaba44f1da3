import type { TestCase, TestModule } from 'vitest/node'
import type { CheckResult } from './checks.ts'

export type Tally = { passed: number; failed: number; skipped: string[] }

/** Counts tests, checks, files that could not be loaded and errors outside any test: nothing failed goes uncounted. */
export function tally(modules: TestModule[], checks: CheckResult[], strayErrors: number): Tally {
  const tests = modules.flatMap((module) => [...module.children.allTests()])
  const inState = (state: string) => tests.filter((test) => test.result().state === state)
  const brokenFiles = modules.filter((module) => module.errors().length > 0).length
  const failedChecks = checks.filter(({ ok }) => !ok).length
  return {
    passed: inState('passed').length + checks.length - failedChecks,
    failed: inState('failed').length + inState('pending').length + brokenFiles + failedChecks + strayErrors,
    skipped: inState('skipped').map(describeSkip),
  }
}

function describeSkip(test: TestCase): string {
  const result = test.result()
  const note = result.state === 'skipped' && result.note ? ` — ${result.note}` : ''
  return `${test.module.relativeModuleId} > ${test.fullName}${note}`
}

export function printTally({ passed, failed, skipped }: Tally): void {
  if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map((line) => `  ${line}`).join('\n')}`)
  console.log(`\n${passed} passed, ${failed} failed, ${skipped.length} skipped`)
}
