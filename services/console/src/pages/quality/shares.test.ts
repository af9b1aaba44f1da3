import { expect, test } from 'vitest'
import { estimateText, percent, recallVerdict } from './shares.ts'

test.each([
  [0, '0 %'],
  [0.0004, '0.04 %'],
  [0.00987, '1.0 %'],
  [0.125, '12.5 %'],
  [0.5, '50 %'],
  [0.9999, '100 %'],
  [1, '100 %'],
])('%f is %s', (share, text) => expect(percent(share)).toBe(text))

test('an estimate is never told without its interval', () => {
  expect(estimateText({ value: 0, low: 0, high: 0.0123 })).toBe('0 % (0 to 1.2 %)')
})

test.each([
  [{ value: 0.99, low: 0.96, high: 1 }, /^At or above the target of 95 %/],
  [{ value: 0.99, low: 0.9, high: 1 }, /^Not shown to reach/],
  [{ value: 0.6, low: 0.5, high: 0.7 }, /^Below the target/],
])('a recall of %j', (recall, says) => expect(recallVerdict({ recall, pending: 0 }, 0.95)).toMatch(says))

test('no recall yet while the sample is read; none at all where there was nothing to find', () => {
  expect(recallVerdict({ recall: null, pending: 3 }, 0.95)).toMatch(/still being read/)
  expect(recallVerdict({ recall: null, pending: 0 }, 0.95)).toBe('Not known.')
})
