import { expect, test } from 'vitest'
import { uuidv7 } from './ids.ts'

test('ids are version 7, of the RFC variant, begin with their millisecond, and none comes twice', () => {
  const now = Date.UTC(2026, 10, 22)
  const ids = Array.from({ length: 5_000 }, () => uuidv7(now)) // more than one page of random bytes
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(ids.map((id) => id.replace('-', '').slice(0, 12)))).toEqual(
    new Set([now.toString(16).padStart(12, '0')]),
  )
  expect(uuidv7(now) < uuidv7(now + 1)).toBe(true)
})
