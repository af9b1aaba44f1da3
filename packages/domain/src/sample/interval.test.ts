import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clopperPearson, weightedLimits } from './interval.ts'

describe('exact limits of a share', () => {
  // Clopper & Pearson, 95 %, as in every table of binomial confidence limits.
  test.each([
    [0, 10, 0, 0.3085],
    [1, 10, 0.0025, 0.445],
    [2, 10, 0.0252, 0.5561],
    [5, 10, 0.1871, 0.8129],
    [10, 10, 0.6915, 1],
    [10, 100, 0.049, 0.1762],
    [50, 1000, 0.0373, 0.0654],
  ])('%i of %i', (found, n, low, high) => {
    const limits = clopperPearson(found, n)
    expect(limits.low).toBeCloseTo(low, 4)
    expect(limits.high).toBeCloseTo(high, 4)
  })

  // One-sided 95 % is two-sided 90 %: field-guide §7.2.
  test.each([
    [0, 300, 0.0099],
    [1, 300, 0.0157],
    [3, 300, 0.0256],
    [0, 1500, 0.002],
  ])('%i of %i is at most this, with 95 %% confidence', (found, n, high) => {
    expect(clopperPearson(found, n, 0.9).high).toBeCloseTo(high, 4)
  })

  // Positives needed to claim a recall, with 0 to 3 misses: field-guide §7.2.
  test.each([
    [0.9, [29, 46, 61, 76]],
    [0.95, [59, 93, 124, 153]],
    [0.98, [149, 236, 313, 386]],
    [0.99, [299, 473, 628, 773]],
  ])('a recall of %f needs so many positives and not one less', (recall, needed) => {
    for (const [misses, n] of needed.entries()) {
      expect(clopperPearson(n - misses, n, 0.9).low).toBeGreaterThanOrEqual(recall)
      expect(clopperPearson(n - 1 - misses, n - 1, 0.9).low).toBeLessThan(recall)
    }
  })

  test('they hold what was found, narrow with more reading, and mirror one another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, at) => {
        const found = Math.round(at * n)
        const [once, twice] = [clopperPearson(found, n), clopperPearson(2 * found, 2 * n)]
        expect(once.low).toBeLessThanOrEqual(found / n)
        expect(once.high).toBeGreaterThanOrEqual(found / n)
        expect(twice.high - twice.low).toBeLessThan(once.high - once.low)
        expect(clopperPearson(n - found, n).low).toBeCloseTo(1 - once.high, 9)
      }),
    )
  })
})

describe('limits of a weighted sum', () => {
  // With one weight they are the exact limits of a Poisson count (Garwood 1936).
  test.each([
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [2, 0.2422, 7.2247],
    [5, 1.6235, 11.6683],
    [10, 4.7954, 18.3904],
    [50, 37.1108, 65.9188],
    [100, 81.3639, 121.6268],
  ])('of a count of %i', (found, low, high) => {
    const limits = weightedLimits([{ found, weight: 1e-3 }])
    expect(limits.low * 1e3).toBeCloseTo(low, 3)
    expect(limits.high * 1e3).toBeCloseTo(high, 3)
  })

  test('a stratum in which nothing was found widens them by its weight, never narrows them', () => {
    const parts = [{ found: 2, weight: 0.002 }]
    const [alone, light, heavy] = [0, 0.001, 0.01].map((weight) =>
      weightedLimits([...parts, { found: 0, weight }]),
    )
    expect(light).toEqual(alone)
    expect(heavy?.high).toBeGreaterThan(alone?.high as number)
    expect(heavy?.low).toBe(alone?.low)
  })

  test('they hold the truth at least as often as they say, over draws of unequal weight', () => {
    const strata = [
      { posts: 400, read: 60, elusion: 0.05 },
      { posts: 2_000, read: 60, elusion: 0.01 },
      { posts: 20_000, read: 240, elusion: 0.004 },
    ]
    const all = strata.reduce((sum, s) => sum + s.posts, 0)
    const truth = strata.reduce((sum, s) => sum + (s.posts / all) * s.elusion, 0)
    const random = seeded(20_261_122)
    let held = 0
    for (let round = 0; round < 2_000; round++) {
      const parts = strata.map((s) => ({ found: drawn(s, random), weight: s.posts / all / s.read }))
      const { low, high } = weightedLimits(parts)
      if (low <= truth && truth <= high) held++
    }
    expect(held / 2_000).toBeGreaterThanOrEqual(0.95)
  })
})

const drawn = (s: { read: number; elusion: number }, random: () => number): number =>
  Array.from({ length: s.read }, random).filter((r) => r < s.elusion).length

function seeded(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
