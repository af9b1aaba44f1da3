import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { caseStates, lanes } from './case.ts'
import { clockKinds } from './clock.ts'
import { closeReasons } from './decision.ts'
import { forbiddenPair, type Role, roles } from './role.ts'
import { languageGroups, scoreBands } from './sample/plan.ts'
import { factors } from './signing.ts'

// The database says some of these rules again, so that no process can go round them; here the two are held together.
const migration = (name: string) =>
  readFileSync(new URL(`../../../migrations/${name}`, import.meta.url), 'utf8').replace(/--.*$/gm, '')
const words = (list: string) => [...list.matchAll(/'([^']+)'/g)].map((m) => m[1])
const after = (sql: string, start: RegExp) => {
  const found = start.exec(sql)
  expect(found, `${start} in the migration`).not.toBeNull()
  return words((found?.[1] ?? '').toString())
}

const people = migration('003-people.sql')
const cases = migration('006-cases.sql')
const samples = migration('047-samples.sql')

test.each([
  ['roles', after(people, /roles <@ array\[([^\]]+)\]/), roles],
  ['factors', after(people, /factors <@ array\[([^\]]+)\]/), factors],
  ['lanes', after(cases, /lane in \(([^)]+)\)/), lanes],
  ['case states', after(samples, /pv_case_state_check check \(state in \(([^)]+)\)/), caseStates],
  ['language groups', after(samples, /language in \(([^)]+)\)/), languageGroups],
  ['score bands', after(samples, /band in \(([^)]+)\)/), scoreBands],
  ['clock kinds', after(cases, /kind in \(('forward[^)]+)\)/), clockKinds],
  ['close reasons', after(cases, /close_reason in \(([^)]+)\)/), Object.keys(closeReasons)],
])('%s are the same words in both', (_, sql, domain) => {
  expect([...sql].sort()).toEqual([...domain].sort())
})

/** The check `forbidden_combination`, read clause by clause; an unknown clause fails instead of being skipped. */
function sqlRefuses(): (held: readonly Role[]) => boolean {
  const body = /constraint forbidden_combination check \(([\s\S]+?)\n {2}\)\n/.exec(people)?.[1] ?? ''
  const clauses = body
    .split(/\band not\b|^\s*not\b/m)
    .map((c) => c.trim())
    .filter(Boolean)
  const tests = clauses.map((clause) => {
    const alone = /^\('(\w+)' = any\(roles\) and cardinality\(roles\) > 1\)$/.exec(clause)
    if (alone) return (held: readonly string[]) => held.includes(alone[1] ?? '') && held.length > 1
    const pair = /^\('(\w+)' = any\(roles\) and roles && array\[([^\]]+)\]\)$/.exec(clause)
    if (!pair) throw new Error(`clause not understood: ${clause}`)
    const others = words(pair[2] ?? '')
    return (held: readonly string[]) => held.includes(pair[1] ?? '') && held.some((r) => others.includes(r))
  })
  expect(tests).toHaveLength(3)
  return (held) => tests.some((refuses) => refuses(held))
}

describe('forbidden combinations', () => {
  const refuses = sqlRefuses()
  const subsets = Array.from({ length: 2 ** roles.length }, (_, mask) =>
    roles.filter((_, i) => (mask >> i) & 1),
  )
  test.each(subsets.map((held) => [held.join('+') || 'none', held] as const))(
    '%s: same answer in both',
    (_, held) => {
      const clash = held.some((a) => held.some((b) => forbiddenPair(a, b) !== null))
      expect(clash).toBe(refuses(held))
    },
  )
})
