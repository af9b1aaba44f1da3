import { beforeAll, describe, expect, test } from 'vitest'
import { heldOutRows, labelledLine, medicinesFound, postAlone } from '../../../../training/held-out.ts'
import { evaluateLines } from '../evaluate/evaluate-lines.ts'
import { type EvaluatedPost, type Report, reportOf } from '../evaluate/report.ts'
import { loadResources } from '../resources.ts'

/** Posts of ideas that no shipped model was trained on; floors a little below the figures of the README. */
const rows = heldOutRows()
/** One file was written to mislead: hardly a word tells its negatives from its events. It is measured, and the floors set beside it. */
const misleading = rows.map(({ id }) => id.startsWith('en-pairs'))
let posts: EvaluatedPost[] = []
let alone: Report
let found: ReturnType<typeof medicinesFound>
let all: Report
let report: Report

beforeAll(async () => {
  const resources = loadResources()
  const refuse = (line: number, reason: string): void => {
    throw new Error(`${line}: ${reason}`)
  }
  const gazetteer = resources.gazetteer()
  posts = await evaluateLines(rows.map(labelledLine), refuse, gazetteer, resources)
  alone = reportOf(await evaluateLines(rows.map(postAlone), refuse, gazetteer, resources), { times: 20 })
  found = medicinesFound(rows, gazetteer)
  all = reportOf(posts, { times: 20 })
  report = reportOf(
    posts.filter((_, at) => !misleading[at]),
    { times: 20 },
  )
}, 60_000)

const shareFlagged = (kind: string): number => {
  const some = posts.filter(({ post }, at) => post.kind === kind && !misleading[at])
  expect(some.length).toBeGreaterThan(10)
  return some.filter(({ flag }) => flag).length / some.length
}

describe('unseen ideas of the written corpus', () => {
  test('ranking, calibration and spans', () => {
    expect(rows.length).toBeGreaterThan(1900)
    expect(all.figures.AUC.value).toBeGreaterThan(0.87)
    expect(all.calibration.ece).toBeLessThan(0.05)
    expect(report.figures.AUC.value).toBeGreaterThan(0.89)
    expect(report.best.f1).toBeGreaterThan(0.76)
    expect(report.calibration.ece).toBeLessThan(0.06)
    expect(report.spans?.f1).toBeGreaterThan(0.6)
  })

  test('the shipped threshold keeps the recall it was chosen for', () => {
    expect(report.shipped.recall).toBeGreaterThan(0.8)
    expect(report.shipped.f1).toBeGreaterThan(0.75)
  })

  test.each([
    ['negated', 0.2],
    ['news', 0.3],
    ['question', 0.3],
    ['advert', 0.4],
    ['joke', 0.4],
  ])('%s posts are seldom flagged', (kind, most) => {
    expect(shareFlagged(kind)).toBeLessThanOrEqual(most)
  })

  test('of a minimal pair the event ranks higher', () => {
    let right = 0
    let pairs = 0
    rows.forEach((row, at) => {
      const before = rows[at - 1]
      if (!row.pair || !before || (row.label === 'A') === (before.label === 'A')) return
      const [event, none] = row.label === 'A' ? [at, at - 1] : [at - 1, at]
      pairs++
      if ((posts[event]?.score ?? 0) > (posts[none]?.score ?? 0)) right++
    })
    expect(pairs).toBeGreaterThan(20)
    expect(right / pairs).toBeGreaterThan(0.8)
  })
})

describe('the same posts alone, as a firehose gives them', () => {
  test.each(['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'])('medicines are heard in %s', (lang) => {
    expect(found[lang]?.rows).toBeGreaterThan(20)
    expect(found[lang]?.share).toBeGreaterThan(0.8)
  })

  test('what is flagged, and how it ranks', () => {
    expect(alone.shipped.recall).toBeGreaterThan(0.73)
    expect(alone.shipped.precision).toBeGreaterThan(0.72)
    expect(alone.figures.AP.value).toBeGreaterThan(0.82)
  })
})
