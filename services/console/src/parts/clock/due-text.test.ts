import { expect, test } from 'vitest'
import { clockState, dueText, instantText, leftText, spanText } from './due-text.ts'

const at = (iso: string) => Date.parse(iso)
const minutes = (n: number) => n * 60_000

test.each([
  [59_999, '59 s'],
  [minutes(1), '1 min'],
  [minutes(59.9), '59 min'],
  [minutes(60), '1 h'],
  [minutes(182), '3 h 2 min'],
  [minutes(60 * 23), '23 h'],
  [minutes(60 * 28), '1 d 4 h'],
  [minutes(60 * 24 * 15), '15 d'],
])('%i ms is %s', (ms, text) => {
  expect(spanText(ms)).toBe(text)
})

test('late is said, never a negative number', () => {
  expect(leftText('2026-11-24T10:00:00Z', at('2026-11-24T10:20:00Z'))).toBe('late by 20 min')
  expect(leftText('2026-11-24T10:00:00Z', at('2026-11-24T09:00:00Z'))).toBe('1 h left')
})

test('a due date is written in the zone that gave day 0', () => {
  const clock = { dueAt: '2026-11-24T13:05:00Z', zone: 'Europe/Berlin' }
  expect(dueText(clock, at('2026-11-24T10:05:00Z'))).toBe('Tue 24 Nov, 14:05 CET · due in 3 h')
})

test.each([
  ['2026-07-01T12:00:00Z', 'Europe/Berlin', 'Wed 1 Jul, 14:00 CEST'],
  ['2026-11-24T13:05:00Z', 'America/New_York', 'Tue 24 Nov, 08:05 EST'],
  ['2026-11-24T13:05:00Z', 'UTC', 'Tue 24 Nov, 13:05 UTC'],
  ['2025-12-31T23:30:00Z', 'Europe/London', 'Wed 31 Dec 2025, 23:30 GMT'],
])('%s in %s reads %s', (iso, zone, text) => {
  expect(instantText(iso, zone, at('2026-11-22T00:00:00Z'))).toBe(text)
})

test('the bar shows what is left and the urgency of the same rule as the server', () => {
  const clock = { anchorAt: '2026-11-24T00:00:00Z', dueAt: '2026-11-25T00:00:00Z' }
  expect(clockState(clock, at('2026-11-24T06:00:00Z'))).toEqual({ urgency: 'far', left: 0.75 })
  expect(clockState(clock, at('2026-11-24T12:00:00Z')).urgency).toBe('near')
  expect(clockState(clock, at('2026-11-24T22:00:00Z')).urgency).toBe('critical')
  expect(clockState(clock, at('2026-11-25T01:00:00Z'))).toEqual({ urgency: 'late', left: 0 })
})
