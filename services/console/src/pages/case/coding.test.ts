import type { ConceptsView } from '@hark/contract'
import { expect, test } from 'vitest'
import { asideOf, choiceOf, codingOf, firstOf, nearnessInWords, optionsOf } from './coding.ts'

const open = {
  version: '2026.11',
  sha256: 'ab'.repeat(32),
  ranked: [{ id: 'HP:0000988', name: 'Skin rash', score: 0.8 }],
}
const llt = {
  code: '13',
  name: 'Terrible rash',
  ptCode: '11',
  ptName: 'Red skin',
  socCode: '1',
  socName: 'Skin',
}
const meddra = {
  version: '0.0',
  language: 'English',
  sha256: 'cd'.repeat(32),
  ranked: [{ ...llt, score: 1, via: null }],
}
const both: ConceptsView = { open, meddra }
const alone: ConceptsView = { open, meddra: null }

test('a release comes first and says which; without one, or with one that cannot be read, that is said', () => {
  expect(optionsOf(both).map((g) => g.title)).toEqual([
    'MedDRA 0.0 English · SHA-256 cdcdcdcdcdcd…',
    'Open vocabulary 2026.11 · SHA-256 abababababab…',
  ])
  expect(optionsOf(both)[0]?.options[0]?.about).toBe('13 · PT Red skin · SOC Skin')
  expect(optionsOf(alone)[0]?.note).toContain('HARK_MEDDRA_DIR')
  expect(optionsOf({ open, meddra: { trouble: 'soc.asc is missing' } })[0]?.note).toContain(
    'soc.asc is missing',
  )
  expect([firstOf(both), firstOf(alone)]).toEqual([
    'Terrible rash (the only match)',
    'Skin rash (the only match)',
  ])
  expect(firstOf({ open: { ...open, ranked: [] }, meddra: null })).toBeNull()
})

const meddra13 = { dictionary: 'meddra', version: '0.0', sha256: meddra.sha256, code: '13' } as const

test('of a licensed dictionary the code is taken, of the open one the name too', () => {
  expect(codingOf(both, choiceOf(meddra13))).toEqual(meddra13)
  const skin = optionsOf(both)[1]?.options[0]
  expect(codingOf(both, skin?.value ?? '')).toMatchObject({ dictionary: 'open', name: 'Skin rash' })
  expect(codingOf(both, 'none')).toBeUndefined()
  expect(codingOf(alone, choiceOf(meddra13))).toBeUndefined()
})

test('a code of another edition is another choice, and is said to be', () => {
  const older = { ...meddra13, version: '27.0' }
  const other = { ...meddra13, sha256: 'ef'.repeat(32) }
  for (const coding of [older, other]) {
    expect(codingOf(both, choiceOf(coding))).toBeUndefined()
    expect(asideOf(both, coding)).toMatch(/another edition/)
  }
  expect(asideOf(alone, meddra13)).toMatch(/another edition/)
  expect(asideOf(both, { ...meddra13, code: '99' })).toMatch(/not among/)
  expect([asideOf(both, meddra13), asideOf(both, undefined)]).toEqual([null, null])
})

test.each([
  [1, 0, 'best match, very near'],
  [0.3, 0, 'best match, far'],
  [0.7, 1, 'near'],
  [0.45, 3, 'somewhat near'],
])('a score of %d at place %d reads %j', (score, rank, words) => {
  expect(nearnessInWords(score, rank)).toBe(words)
})
