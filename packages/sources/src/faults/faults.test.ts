import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { adapters } from '../adapters.ts'
import { rows, untouched } from './rows.fixture.ts'
import { faultNames } from './stage.fixture.ts'

describe.each(rows)('$name', ({ absent, exempt = {}, run }) => {
  const needs = absent === null ? '' : ` (needs HARK_SHARED: ${absent})`
  const own = faultNames.filter((fault) => exempt[fault] === undefined)
  test.skipIf(absent !== null).each(own)(`%s${needs}`, run)
})

test('every adapter has its row, and what cannot befall one is said with its reason', () => {
  const named = new Set([...rows.map(({ platform }) => platform), ...Object.keys(untouched)])
  expect(Object.keys(adapters).filter((platform) => !named.has(platform as never))).toEqual([])
  const documented = readFileSync(new URL('../../../../docs/sources.md', import.meta.url), 'utf8')
  const reasons = [...rows.flatMap(({ exempt }) => Object.values(exempt ?? {})), ...Object.values(untouched)]
  expect([...new Set(reasons)].filter((why) => !documented.includes(why))).toEqual([])
})
