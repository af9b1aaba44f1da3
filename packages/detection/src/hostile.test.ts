import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding, Product } from '@hark/domain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { detect } from './detect.ts'
import { fold } from './fold/fold.ts'
import { compileMatcher } from './match/matcher.ts'
import { loadResources } from './resources.ts'

const resources = loadResources()
const product: Product = {
  id: 'zorvex',
  group: 'zorvex',
  brand: 'Zorvex',
  substance: 'zorvexin',
  own: true,
  names: [],
}
const matcher = compileMatcher([product])

function read(text: string): Finding {
  const [finding] = detect({ text }, matcher, resources)
  if (!finding) throw new Error('no product found')
  return finding
}
const eventsOf = (finding: Finding): string[] =>
  finding.evidence.filter(({ kind }) => kind === 'event').map(({ text }) => text)

const shared = process.env.HARK_SHARED ?? join(import.meta.dirname, '../../../../shared')
const naughty = (() => {
  try {
    return JSON.parse(readFileSync(join(shared, 'vectors/minimaxir_blns/blns.json'), 'utf8')) as string[]
  } catch {
    return null
  }
})()

function expectTrueSpans(text: string): void {
  for (const finding of detect({ text }, matcher, resources)) {
    const spans = [
      ...finding.evidence,
      ...Object.values(finding.criteria),
      ...finding.patients.map(({ span }) => span),
    ]
    for (const span of spans) if (span) expect(text.slice(span.start, span.end)).toBe(span.text)
    expect(finding.score).toBeGreaterThanOrEqual(0)
    expect(finding.score).toBeLessThanOrEqual(1)
  }
}

describe('hostile text', () => {
  test('every span is a piece of the original, whatever surrounds the words', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'Zorvex',
        ' gave me ',
        'hives',
        ' headache ',
        'my mum (72)',
        '\u200b',
        'Ｚｏｒｖｅｘ ',
        'died',
        '🤮',
        '\u202e',
        'é̶',
        '. ',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => expectTrueSpans(pieces.join(''))),
      { numRuns: 400 },
    )
  })

  test.skipIf(naughty === null)('the big list of naughty strings (needs HARK_SHARED)', () => {
    for (const string of naughty ?? []) expectTrueSpans(`${string} Zorvex gave me hives ${string}`)
  })

  test('a disguised post reads like the plain one', () => {
    const plain = read('Zorvex gave me terrible headaches')
    const hidden = read('Zоrv\u200bex gаve me terri\u200bble ｈｅａｄａｃｈｅｓ')
    expect(hidden.score).toBe(plain.score)
    expect(eventsOf(hidden)).toHaveLength(eventsOf(plain).length)
  })

  test.each([
    ['one letter', 'a'.repeat(100_000)],
    ['words', 'my my '.repeat(17_000)],
    ['names', 'zorvex '.repeat(14_000)],
    ['cues', 'zorvex gave me since taking '.repeat(3_600)],
    ['spelt out', 'z o r v e '.repeat(10_000)],
    ['leet', 'z0rv3 1!1!1 '.repeat(8_300)],
    ['tags', '#zorve@zorve'.repeat(8_300)],
    ['digits', '1 yo (2) '.repeat(11_000)],
    ['marks', 'z\u0336'.repeat(50_000)],
    ['events', 'no headache nausea '.repeat(5_200)],
    ['brackets', '('.repeat(100_000)],
    ['spaces', `zorvex${' '.repeat(100_000)}`],
    ['dashes', 'a-'.repeat(50_000)],
    ['emoji', '😭'.repeat(50_000)],
  ])('100 kB of %s is read in bounded time', (_, text) => {
    const hostile = `zorvex ${text}`
    expect(leastTime(() => fold(hostile))).toBeLessThan(50)
    expect(leastTime(() => matcher(hostile))).toBeLessThan(50)
    expect(leastTime(() => detect({ text: hostile }, matcher, resources))).toBeLessThan(200)
  })
})

/** Milliseconds of processor time, the least of three: what the work costs, not what the machine was busy with. */
function leastTime(work: () => unknown): number {
  const times = [1, 2, 3, 4].map(() => {
    const start = process.cpuUsage()
    work()
    return process.cpuUsage(start).user / 1000
  })
  return Math.min(...times)
}
