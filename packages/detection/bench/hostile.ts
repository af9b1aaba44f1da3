import { runHostile } from '../src/hostile/run.ts'
import { loadResources } from '../src/index.ts'

/** Pass rate of the hostile suite, per group, with what failed: `node packages/detection/bench/hostile.ts`. */
const groups = runHostile(loadResources())
for (const { group, cases, passed, failed } of groups) {
  console.log(`${group.padEnd(40)} ${String(passed).padStart(3)} / ${cases}`)
  for (const failure of failed) console.log(`    ${failure}`)
}
const total = (of: 'cases' | 'passed'): number => groups.reduce((sum, group) => sum + group[of], 0)
console.log(`${'all'.padEnd(40)} ${total('passed')} / ${total('cases')}`)
