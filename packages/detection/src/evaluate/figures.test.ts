import { describe, expect, test } from 'vitest'
import { seededRandom } from './bootstrap.ts'
import { type FigureName, measured } from './figures.ts'
import { parseLabelled } from './labelled-line.ts'
import { plotOf } from './plot.ts'
import { readableReport } from './readable.ts'
import { type EvaluatedPost, reportOf } from './report.ts'

const random = seededRandom(11)
/** Flags that no threshold on the score gives: what `hark classify` says of posts without a medicine. */
const posts: EvaluatedPost[] = Array.from({ length: 400 }, (_, at) => {
  const score = random()
  const post = parseLabelled(JSON.stringify({ text: `post ${at}`, label: random() < score / 2 }))
  return { post, score, flag: score > 0.4 && random() < 0.8, special: [], lang: 'en', events: [] }
})
const report = reportOf(posts, { times: 200, prevalence: 0.0184 })
const { tp, fp, fn } = report.shipped

describe('what the flag finds', () => {
  test.each([
    ['precision as shipped', tp / (tp + fp)],
    ['recall as shipped', tp / (tp + fn)],
    ['F1 as shipped', (2 * tp) / (2 * tp + fp + fn)],
    ['best F1', report.best.f1],
  ] as [FigureName, number][])('%s lies in its interval', (name, value) => {
    const figure = report.figures[name]
    expect(figure.value).toBeCloseTo(value, 12)
    expect(figure.low).toBeLessThan(figure.value)
    expect(figure.high).toBeGreaterThan(figure.value)
    expect(figure.high - figure.low).toBeLessThan(0.25)
    expect(readableReport(report)).toMatch(new RegExp(`${name} +\\.\\d{3} +\\.\\d{3} … \\.\\d{3}\n`))
  })

  test('an interval of the recall is as wide as counting says', () => {
    const { low, high, value } = measured(
      posts,
      posts.map(({ post }) => post.text),
      { times: 2000, seed: 5 },
    )['recall as shipped']
    const width = 2 * 1.96 * Math.sqrt((value * (1 - value)) / (tp + fn))
    expect((high - low) / width).toBeGreaterThan(0.85)
    expect((high - low) / width).toBeLessThan(1.15)
  })

  test('at a stated prevalence precision falls, interval and all, and recall stays', () => {
    const there = report.atPrevalence?.figures
    const share = report.positives / report.rows
    const weight = (((1 - 0.0184) / 0.0184) * share) / (1 - share)
    expect(there?.['precision as shipped'].value).toBeCloseTo(tp / (tp + fp * weight), 12)
    expect(there?.['precision as shipped'].high).toBeLessThan(report.figures['precision as shipped'].low)
    expect(readableReport(report)).toContain('at prevalence         1.84 %')
    expect(there?.['recall as shipped'].value).toBe(report.figures['recall as shipped'].value)
  })

  test('without an event there is no best threshold, and no curve', () => {
    const none = reportOf(
      posts.filter(({ post }) => !post.positive),
      { times: 20 },
    )
    expect(plotOf(none)).not.toContain('NaN')
    expect(plotOf(none).match(/the file holds no event/g)).toHaveLength(2)
    expect(none.best).toEqual({ f1: Number.NaN, threshold: Number.NaN })
    expect(readableReport(none)).toMatch(/best F1 +– +– … –\n/)
  })
})
