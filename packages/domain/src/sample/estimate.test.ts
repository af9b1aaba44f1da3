import { expect, test } from 'vitest'
import { estimateSample, type StratumOutcome, stratumElusion } from './estimate.ts'

const stratum = (over: Partial<StratumOutcome> = {}): StratumOutcome => ({
  language: 'en',
  band: 'far',
  posts: 10_000,
  drawn: 299,
  clear: 299,
  missed: 0,
  pending: 0,
  withdrawn: 0,
  ...over,
})

test('a clean sample still tells how much may have been missed', () => {
  const { elusion, recall, reviewed } = estimateSample([stratum()], 200)
  expect(reviewed).toBe(299)
  expect(elusion).toMatchObject({ value: 0, low: 0 })
  expect(elusion?.high).toBeCloseTo(3.6889 / 299, 4)
  expect(recall).toMatchObject({ value: 1, high: 1 })
  expect(recall?.low).toBeCloseTo(200 / (200 + (10_000 * 3.6889) / 299), 3)
})

test('each miss counts for the posts it stands for', () => {
  const near = stratum({ band: 'near', posts: 100, drawn: 50, clear: 45, missed: 5 })
  const { elusion, recall, missed } = estimateSample([stratum({ posts: 9_900 }), near], 90)
  expect(missed).toBe(5)
  expect(elusion?.value).toBeCloseTo(10 / 10_000, 9) // 5 of 50 stand for 10 of 100
  expect(recall?.value).toBeCloseTo(90 / 100, 9)
  expect(recall?.low).toBeLessThan(0.9)
  expect(recall?.high).toBeGreaterThan(0.9)
  expect(stratumElusion(near)?.value).toBe(0.1)
})

test('a stratum of which nothing is read says nothing, so neither does the whole', () => {
  const unread = stratum({ band: 'near', posts: 1, drawn: 1, clear: 0, pending: 1 })
  expect(estimateSample([stratum(), unread], 9)).toMatchObject({ elusion: null, recall: null, pending: 1 })
  expect(stratumElusion(unread)).toBeNull()
})

test('what was deleted is read no more and weighs on what was', () => {
  const half = stratum({ drawn: 20, clear: 9, missed: 1, withdrawn: 10, posts: 20 })
  expect(estimateSample([half], 2).elusion?.value).toBeCloseTo(0.1, 9)
})

test('nothing flagged and nothing missed is no recall; nothing flagged and something missed is none', () => {
  expect(estimateSample([stratum()], 0).recall).toBeNull()
  expect(estimateSample([stratum({ clear: 298, missed: 1 })], 0).recall).toEqual({
    value: 0,
    low: 0,
    high: 0,
  })
  expect(estimateSample([], 5)).toMatchObject({ elusion: null, recall: null, drawn: 0 })
})
