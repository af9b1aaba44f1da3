import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawSample, frameText, type Unflagged } from './draw.ts'
import {
  allocate,
  closedPeriods,
  languageGroupOf,
  languageGroups,
  nextDraw,
  periodOf,
  samplePlans,
  scoreBandOf,
  scoreBands,
  stratumKey,
  zeroFailureSize,
} from './plan.ts'

const rankBy = (seed: string) => (id: string) => createHash('sha256').update(`${seed}:${id}`).digest('hex')
const frames = fc.uniqueArray(
  fc.record({
    postId: fc.uuid(),
    language: fc.constantFrom(...languageGroups),
    band: fc.constantFrom(...scoreBands),
  }),
  { selector: (p) => p.postId, maxLength: 600 },
)
const { live, practice } = samplePlans

describe('a draw', () => {
  test('is the same for the same seed and frame, in whatever order the frame is read', () => {
    fc.assert(
      fc.property(frames, fc.string(), fc.integer({ min: 1, max: 97 }), (frame, seed, by) => {
        const turned = frame.map((_, at) => frame[(at + by) % frame.length] as Unflagged).reverse()
        expect(drawSample(practice, turned, rankBy(seed))).toEqual(drawSample(practice, frame, rankBy(seed)))
        expect(frameText(turned)).toBe(frameText(frame))
      }),
    )
  })

  test('takes of every stratum as many as allotted, each once, and none from outside the frame', () => {
    fc.assert(
      fc.property(frames, (frame) => {
        const { strata, posts } = drawSample(live, frame, rankBy('seed'))
        expect(new Set(posts.map((p) => p.postId)).size).toBe(posts.length)
        expect(posts.every((p) => frame.includes(p))).toBe(true)
        expect(strata.reduce((sum, s) => sum + s.posts, 0)).toBe(frame.length)
        for (const s of strata)
          expect(posts.filter((p) => stratumKey(p) === stratumKey(s))).toHaveLength(s.drawn)
      }),
    )
  })

  test('is another for another seed, and every post is as likely as any other of its stratum', () => {
    const frame: Unflagged[] = Array.from({ length: 40 }, (_, n) => ({
      postId: `post-${n}`,
      language: 'en',
      band: 'far',
    }))
    const times = new Map<string, number>()
    for (let seed = 0; seed < 2_000; seed++)
      for (const { postId } of drawSample(practice, frame, rankBy(`${seed}`)).posts)
        times.set(postId, (times.get(postId) ?? 0) + 1)
    // 19 of 40 a time: 950 expected, 22 the standard deviation.
    expect([...times.values()].every((n) => Math.abs(n - 950) < 100)).toBe(true)
    expect(times.size).toBe(40)
  })
})

describe('how many are drawn', () => {
  // field-guide §7.2, computed there exactly.
  test.each([
    [0.95, [59, 149, 299, 598, 1497, 2995, 5990]],
    [0.99, [90, 228, 459, 919, 2301, 4603, 9209]],
  ])('clean reviews with a confidence of %f', (confidence, sizes) => {
    const shares = [0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005]
    expect(shares.map((share) => zeroFailureSize(share, confidence))).toEqual(sizes)
  })

  test('in proportion, and more of what was nearly flagged', () => {
    const posts = new Map([
      ['en far', 9_000],
      ['en near', 400],
      ['six far', 598],
      ['other near', 2],
    ])
    expect([...allocate(live, posts)]).toEqual([
      ['en far', 270],
      ['en near', 30],
      ['six far', 18],
      ['other near', 2],
    ])
  })

  test('no post stands for more than a clean sample may leave to each', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 3 }), (sizes) => {
        const posts = new Map(sizes.map((n, at) => [`${languageGroups[at]} far`, n]))
        const all = sizes.reduce((sum, n) => sum + n, 0)
        const most = Math.max(1, all / zeroFailureSize(live.elusion, live.confidence))
        for (const [key, n] of allocate(live, posts))
          expect((posts.get(key) as number) / n).toBeLessThanOrEqual(most + 1e-9)
      }),
    )
  })
})

describe('strata', () => {
  test.each([
    ['en', 'en'],
    ['en-GB', 'en'],
    ['DE', 'six'],
    ['pt-BR', 'six'],
    ['ja', 'other'],
    ['und', 'other'],
    ['', 'other'],
  ] as const)('%s is %s', (lang, group) => expect(languageGroupOf(lang)).toBe(group))
  test.each([
    [0, 'far'],
    [0.099, 'far'],
    [0.1, 'low'],
    [0.499, 'low'],
    [0.5, 'near'],
    [0.99, 'near'],
  ] as const)('%f of the threshold is %s', (ratio, band) => expect(scoreBandOf(ratio)).toBe(band))
})

describe('periods', () => {
  test('a week runs from Monday to Monday, UTC, and closes once its last post is settled', () => {
    const sunday = '2026-11-22T23:59:59.999Z'
    expect(periodOf(live, sunday)).toEqual({
      from: '2026-11-16T00:00:00.000Z',
      to: '2026-11-23T00:00:00.000Z',
    })
    const last = (now: string) => closedPeriods(live, now).at(-1)?.from
    expect(last('2026-11-23T00:01:59.999Z')).toBe('2026-11-09T00:00:00.000Z')
    expect(last('2026-11-23T00:02:00.000Z')).toBe('2026-11-16T00:00:00.000Z')
    expect(nextDraw(live, sunday)).toBe('2026-11-23T00:02:00.000Z')
  })

  test('closed periods follow one another without a gap, the last before now', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(live, practice),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        (plan, at) => {
          const closed = closedPeriods(plan, at.toISOString())
          expect(closed).toHaveLength(4)
          closed.slice(1).forEach((p, n) => {
            expect(p.from).toBe(closed[n]?.to)
          })
          expect(Date.parse(closed.at(-1)?.to as string)).toBeLessThan(at.getTime())
          expect(Date.parse(closed.at(-1)?.to as string)).toBeGreaterThan(
            at.getTime() - 120_001 - plan.periodMs,
          )
        },
      ),
    )
  })
})
