import { expect, test } from 'vitest'
import { detect } from '../detect.ts'
import { fold } from '../fold/fold.ts'
import { compileMatcher } from '../match/matcher.ts'
import { readText } from '../reading.ts'
import { loadResources } from '../resources.ts'
import { countKnown } from './topics.ts'

const product = (name: string, substance: string) => ({
  id: name,
  group: name,
  brand: name,
  substance,
  own: true,
  names: [],
})
/** An invented brand of each: what is known hangs on the substance alone. */
const matcher = compileMatcher([
  product('Zorvex', 'sertraline'),
  product('Ambrel', 'Ibuprofen'),
  product('Quilmo', 'unheard of'),
])
const resources = loadResources()

function known(text: string, substance: string, lang = 'en') {
  const folded = fold(text)
  return countKnown(readText(folded, matcher.inFolded(folded), lang, resources), resources.usesOf(substance))
}

test.each([
  ['en', 'fever again, so Ambrel it is', 'ibuprofen', { usedFor: 1, knownEffect: 0 }],
  ['en', 'Ambrel and my stomach bleeds', 'ibuprofen', { usedFor: 0, knownEffect: 2 }],
  ['en', 'diarrhea every day on Zorvex', 'sertraline', { usedFor: 0, knownEffect: 1 }],
  ['en', 'no diarrhea on Zorvex', 'sertraline', { usedFor: 0, knownEffect: 0 }],
  ['en', 'diarrhea every day on Quilmo', 'unheard of', { usedFor: 0, knownEffect: 0 }],
  ['de', 'ständig Durchfall von Zorvex', 'sertraline', { usedFor: 0, knownEffect: 1 }],
  ['fr', 'de la fièvre, alors Ambrel', 'ibuprofen', { usedFor: 1, knownEffect: 0 }],
] as const)('%s: %s', (lang, text, substance, expected) => {
  expect(known(text, substance, lang)).toEqual(expected)
})

const reasonsOf = (text: string) => detect({ text, lang: 'en' }, matcher, resources)[0]?.reasons ?? []

test('the same words are a reason for one medicine and against another', () => {
  expect(reasonsOf('fever since last night, taking Ambrel')).toContain('-known.use')
  expect(reasonsOf('diarrhea since last night, taking Zorvex')).toContain('+known.effect')
  expect(reasonsOf('fever since last night, taking Quilmo').join()).not.toMatch('known')
})

test('a medicine not known to the table is scored as one of which nothing is known', () => {
  const score = (name: string) =>
    detect({ text: `${name} gave me hiccups`, lang: 'en' }, matcher, resources)[0]?.score
  expect(score('Quilmo')).toBeGreaterThan(0.5)
})
