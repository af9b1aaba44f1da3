import { expect, test } from 'vitest'
import { RecentSet } from './seen.ts'

const members = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `m${from + n}`)

test('the latest members are remembered, however many came before', () => {
  const set = new RecentSet(100)
  for (const member of members(0, 1_050)) expect(set.add(member)).toBe(true)
  for (const member of members(950, 1_050)) expect(set.add(member)).toBe(false)
})

test('no more than twice the limit is held', () => {
  const set = new RecentSet(100)
  for (const member of members(0, 1_050)) set.add(member)
  expect(members(0, 850).filter((member) => set.has(member))).toEqual([])
})

test('what is taken out is new again, whichever generation it was in', () => {
  const set = new RecentSet(100)
  for (const member of members(0, 150)) set.add(member)
  for (const member of ['m60', 'm140']) {
    set.delete(member)
    expect([set.has(member), set.add(member)]).toEqual([false, true])
  }
})
