import { describe, expect, test } from 'vitest'
import { loadResources } from '../resources.ts'
import { intervalsOf, seededRandom } from './bootstrap.ts'
import { calibrationError } from './calibration.ts'
import { evaluateLines } from './evaluate-lines.ts'
import { parseLabelled } from './labelled-line.ts'
import { plotOf } from './plot.ts'
import { averagePrecision, rank } from './ranking.ts'
import { readableReport } from './readable.ts'
import { type EvaluatedPost, reportOf } from './report.ts'
import { relaxedSpans } from './spans.ts'

const random = seededRandom(7)
const scored = Array.from({ length: 300 }, () => {
  const score = random()
  return { score, positive: random() < score }
})

describe('intervals', () => {
  const figures = { ap: averagePrecision }
  test('the same seed gives the same interval, and it holds the value', () => {
    const once = intervalsOf(rank(scored), figures, { times: 200, seed: 3 })
    expect(intervalsOf(rank(scored), figures, { times: 200, seed: 3 })).toEqual(once)
    expect(intervalsOf(rank(scored), figures, { times: 200, seed: 4 })).not.toEqual(once)
    expect(once.ap.low).toBeLessThan(once.ap.high)
  })

  test('five copies of each row are no more sure than one, where it is told that they are copies', () => {
    const copied = scored.flatMap((row) => [row, row, row, row, row])
    const options = { times: 200, seed: 3 }
    const once = intervalsOf(rank(scored), figures, options).ap
    const together = intervalsOf(rank(copied), figures, {
      ...options,
      textOf: (row) => Math.floor(row / 5),
    }).ap
    const asIfMany = intervalsOf(rank(copied), figures, options).ap
    expect(together.low).toBeCloseTo(once.low, 10)
    expect(together.high).toBeCloseTo(once.high, 10)
    expect(asIfMany.high - asIfMany.low).toBeLessThan(0.6 * (once.high - once.low))
  })
})

describe('calibration', () => {
  test('scores drawn as true probabilities err little, the same scores squared err more', () => {
    expect(calibrationError(scored)).toBeLessThan(0.09)
    expect(calibrationError(scored.map((r) => ({ ...r, score: r.score ** 3 })))).toBeGreaterThan(0.15)
  })
})

describe('spans', () => {
  test('count where they overlap, once each', () => {
    const gold = [
      { start: 0, end: 5 },
      { start: 10, end: 14 },
    ]
    const predicted = [
      { start: 4, end: 6 },
      { start: 20, end: 22 },
    ]
    expect(relaxedSpans([{ gold, predicted }])).toMatchObject({ found: 1, matched: 1, f1: 0.5 })
    expect(relaxedSpans([{ gold, predicted: [{ start: 5, end: 10 }] }]).f1).toBe(0)
  })
})

describe('copies of one text', () => {
  const judged = (text: string, label: number): EvaluatedPost => ({
    post: parseLabelled(JSON.stringify({ text, label })),
    score: label ? 0.8 : 0.3,
    flag: label === 1,
    special: [],
    lang: 'en',
    events: [],
  })
  const some = [judged('hives again', 1), judged('a long queue', 0), judged('no rash at all', 0)]

  test('are counted, told and drawn together', () => {
    const shared = [...some, judged('RT @x: Hives again https://t.co/a1', 1), judged('A long queue!', 1)]
    const report = reportOf(shared, { times: 10 })
    expect(report.copies).toEqual({ rows: 2, contradicted: 1 })
    expect(readableReport(report)).toContain('2 of them (40.0 %) repeat the text of another')
    expect(readableReport(report)).toContain('1 text bears both labels')
    expect(readableReport(reportOf(some, { times: 10 }))).not.toContain('repeat')
  })

  test('make a report no surer than the texts alone', () => {
    const many = [...some, judged('hives and dizzy', 1), { ...judged('felt sick', 1), score: 0.2 }]
    const shared = many.flatMap((row) => [row, row, row, row])
    const interval = (posts: readonly EvaluatedPost[]) => reportOf(posts, { times: 100 }).figures.AP
    expect(interval(shared).low).toBeCloseTo(interval(many).low, 10)
    expect(interval(shared).high).toBeCloseTo(interval(many).high, 10)
  })
})

describe('a whole file', () => {
  const lines = [
    JSON.stringify({
      id: 'a',
      text: 'Ibuprofen gave me a terrible rash all over my arms',
      label: 'A',
      spans: ['terrible rash'],
    }),
    JSON.stringify({
      id: 'b',
      text: 'Picked up my ibuprofen refill, long queue',
      label: 'N',
      class: 'everyday',
    }),
    'broken',
    JSON.stringify({ id: 'c', text: 'ibuprofen \u202Eand\u0007 nothing', label: 0 }),
    '',
  ]

  test('is told apart by the languages it was read in, whatever the platform called them', async () => {
    const resources = loadResources()
    const german = 'Seit dem Ibuprofen habe ich Ausschlag und mir ist den ganzen Tag übel'
    const said = [null, 'und', 'de-AT', ''].map((lang) => JSON.stringify({ text: german, label: 1, lang }))
    const posts = await evaluateLines(said, () => expect.unreachable(), resources.gazetteer(), resources)
    expect(reportOf(posts, { times: 0 }).byLanguage.map(({ name, rows }) => [name, rows])).toEqual([
      ['de', 4],
    ])
  })

  test('is judged as `hark classify` judges, bad lines by number, and printed', async () => {
    const resources = loadResources()
    const bad: number[] = []
    const posts = await evaluateLines(lines, (n) => void bad.push(n), resources.gazetteer(), resources)
    expect(bad).toEqual([3])
    const report = reportOf(posts, { times: 20, prevalence: 0.1 })
    expect(report).toMatchObject({ rows: 3, positives: 1 })
    expect(report.figures.AP.value).toBe(1)
    expect(report.spans?.found).toBe(1)
    expect(report.byClass.map((g) => g.name)).toContain('everyday')
    const text = readableReport({
      ...report,
      gallery: { missed: [], falseAlarms: [{ id: 'c', score: 0.4, kind: 'N', text: 'x\u202Ey\u0007' }] },
    })
    expect(text).toContain('x\\u{202e}y\\u{7}')
    expect(plotOf(report)).toMatch(/^<svg [\s\S]+<\/svg>\n$/)
    expect(plotOf(report)).not.toContain('NaN')
  })
})
