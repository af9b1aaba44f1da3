import { describe, expect, test } from 'vitest'
import { seededRandom } from '../evaluate/bootstrap.ts'
import { corrected, type Example, fit } from './fit.ts'
import { fewestForCorrections, learn } from './learn.ts'
import { minimise } from './minimise.ts'

/** Texts of two words; place 600 speaks for an event in this deployment, which the prior does not know. */
function texts(count: number, seed: number): Example[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, at) => {
    const local = random() < 0.5
    const prior = 4 * random() - 2
    const chance = 1 / (1 + Math.exp(-(prior - 1 + (local ? 3 : 0))))
    return {
      prior,
      places: Int32Array.from(local ? [600, 700] : [700, 800]),
      values: Float32Array.from([0.7, 0.7]),
      positive: random() < chance,
      text: `${seed} ${at}`,
    }
  })
}

describe('minimise', () => {
  test('finds the lowest point of a bent bowl', () => {
    const bowl = (x: Float64Array, g: Float64Array): number => {
      const [a = 0, b = 0] = x
      g[0] = 2 * (a - 3) + 10 * (a + b)
      g[1] = 20 * (b + 1) + 10 * (a + b)
      return (a - 3) ** 2 + 10 * (b + 1) ** 2 + 5 * (a + b) ** 2
    }
    const [a = 0, b = 0] = minimise(bowl, new Float64Array(2))
    const slope = new Float64Array(2)
    bowl(Float64Array.of(a, b), slope)
    expect(Math.abs(slope[0] ?? 1) + Math.abs(slope[1] ?? 1)).toBeLessThan(1e-4)
  })
})

describe('fit', () => {
  test('learns what the prior does not know, and the same twice', () => {
    const made = fit(texts(2000, 1), 1)
    expect(made.corrections.get(600) ?? 0).toBeGreaterThan(1)
    expect(made.corrections.get(800) ?? 0).toBeLessThan(0)
    expect(fit(texts(2000, 1), 1)).toEqual(made)
  })

  test('a heavier penalty changes less; an infinite one calibrates only', () => {
    const size = (penalty: number): number =>
      [...fit(texts(500, 2), penalty).corrections.values()].reduce((sum, w) => sum + Math.abs(w), 0)
    expect(size(30)).toBeLessThan(size(1))
    expect(fit(texts(500, 2), Number.POSITIVE_INFINITY).corrections.size).toBe(0)
  })

  test('labels against the shipped model silence it, and do not turn its order round', () => {
    const contrary = texts(600, 9).map((one) => ({ ...one, positive: one.prior < 0 }))
    expect(fit(contrary, Number.POSITIVE_INFINITY).scale).toBe(0.01)
  })

  test('calibration brings the mean score to the share of events', () => {
    const all = texts(3000, 3)
    const made = fit(all, Number.POSITIVE_INFINITY)
    const mean = all.reduce((sum, one) => sum + corrected(made, one), 0) / all.length
    expect(mean).toBeCloseTo(all.filter((one) => one.positive).length / all.length, 2)
  })
})

describe('learn', () => {
  test('below the least number of labels nothing but the calibration moves', () => {
    const learnt = learn(texts(fewestForCorrections - 1, 4))
    expect(learnt.penalty).toBeNull()
    expect(learnt.correction.corrections.size).toBe(0)
  })

  test('with enough, unseen labels are ranked better than before, and the curve says by how much', () => {
    const learnt = learn(texts(1500, 5))
    expect(learnt.ap.after).toBeGreaterThan(learnt.ap.before + 0.02)
    expect(learnt.ap.interval.low).toBeLessThan(learnt.ap.after)
    expect(learnt.curve[0]?.labels).toBe(0)
    expect(learnt.curve.at(-1)?.labels).toBe(1200)
    expect(learnt.curve.at(-1)?.ap ?? 0).toBeGreaterThan(learnt.curve[0]?.ap ?? 1)
  })

  test('a calibration changes no order, and is worth what the shipped model is', () => {
    const { ap } = learn(texts(250, 6))
    expect(ap.after).toBe(ap.before)
  })

  test('labels without sense teach nothing, however often each is repeated', () => {
    const random = seededRandom(7)
    const senseless = texts(400, 7).map((one, at) => ({
      ...one,
      places: Int32Array.from([1000 + at]),
      values: Float32Array.from([2]),
      positive: random() < 0.3,
    }))
    const { ap } = learn([...senseless, ...senseless, ...senseless])
    // Three in ten are labelled so: that is what an order without sense is worth.
    expect(ap.after).toBeLessThan(0.4)
  })

  test('the curve does not depend on how a file is sorted', () => {
    const some = texts(1500, 8)
    const sorted = [...some].sort((a, b) => Number(a.positive) - Number(b.positive))
    const early = learn(sorted).curve.find(({ labels }) => labels === 500)
    expect(early?.ap).toBeGreaterThan((learn(sorted).curve[0]?.ap ?? 1) - 0.02)
  })
})
