import { expect, test } from 'vitest'
import { fetchCodes } from './fetch/fetch-error.ts'
import { troubleOf } from './trouble.ts'
import { adviceOn } from './trouble-advice.ts'

test.each(fetchCodes)('%s comes with something to do', (code) => {
  const advice = adviceOn(troubleOf(Object.assign(new Error('x'), { code })))
  expect(advice).toMatch(/\b(Look|Try|Write|Leave|Its operator)\b/)
})

test('a code says more than its kind, and a kind is enough where it does not', () => {
  expect(adviceOn({ kind: 'refused', code: 'http.401' })).toMatch(/credentials are refused/)
  expect(adviceOn({ kind: 'refused', code: 'graph.190' })).toMatch(/Look at the credentials/)
  expect(adviceOn({ kind: 'limited', code: 'http.429' })).toMatch(/later/)
})
