import type { Finding, Product } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { detect } from '../detect.ts'
import { compileMatcher } from '../match/matcher.ts'
import { loadResources } from '../resources.ts'

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

const symptoms = [
  'nausea',
  'a rash',
  'headaches',
  'hair loss',
  'dizziness',
  'insomnia',
  'stomach cramps',
  'weight gain',
]

/** Written for this test, none of them in the corpus; `_` is the symptom. */
const denied = [
  'no _ on Zorvex so far',
  'Three weeks of Zorvex and I have not had any _',
  'Zorvex never gave me _',
  'lucky me, zero _ with Zorvex',
  'was warned about _ but Zorvex has caused me none of that',
  "Zorvex hasn't given me _ at all",
]
const suspected = [
  'I think Zorvex might be giving me _',
  'could the _ be from Zorvex? started it monday',
  'pretty sure Zorvex is behind my _',
  'not certain but the _ began the week I started Zorvex',
  'is it the Zorvex that gives me _ every night?',
]
const shareFlagged = (frames: readonly string[]): number => {
  const texts = frames.flatMap((frame) => symptoms.map((symptom) => frame.replace('_', symptom)))
  return texts.filter((text) => read(text).flagged).length / texts.length
}

describe('negation and suspicion', () => {
  test('denied events are seldom flagged', () => {
    expect(shareFlagged(denied)).toBeLessThanOrEqual(0.25)
  })

  test('suspected ones are kept', () => {
    expect(shareFlagged(suspected)).toBeGreaterThanOrEqual(0.75)
  })

  test.each([
    ['no nausea on Zorvex but my hair is falling out', 'my hair is falling out'],
    ['Zorvex: zero headaches, however I threw up twice', 'threw up'],
  ])('one denied, one asserted: %s', (text, asserted) => {
    const finding = read(text)
    expect(finding.flagged).toBe(true)
    const events = finding.evidence.filter(({ kind }) => kind === 'event').map((item) => item.text)
    expect(events.some((event) => asserted.includes(event) || event.includes(asserted))).toBe(true)
    expect(events.join(' ')).not.toMatch(/nausea|headaches/)
  })
})
