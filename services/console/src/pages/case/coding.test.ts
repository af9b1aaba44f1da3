import type { ConceptsView } from '@hark/contract'
import { expect, test } from 'vitest'
import { codingOf, firstOf, optionsOf } from './coding.ts'

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
  expect(optionsOf(both)[0]?.options[0]?.about).toBe('13 · PT Red skin · SOC Skin · 1.00')
  expect(optionsOf(alone)[0]?.note).toContain('HARK_MEDDRA_DIR')
  expect(optionsOf({ open, meddra: { trouble: 'soc.asc is missing' } })[0]?.note).toContain(
    'soc.asc is missing',
  )
  expect([firstOf(both), firstOf(alone)]).toEqual(['Terrible rash (1 of 1)', 'Skin rash (1 of 1)'])
  expect(firstOf({ open: { ...open, ranked: [] }, meddra: null })).toBeNull()
})

test('of a licensed dictionary the code is taken, of the open one the name too', () => {
  expect(codingOf(both, 'meddra 13')).toEqual({
    dictionary: 'meddra',
    version: '0.0',
    sha256: meddra.sha256,
    code: '13',
  })
  expect(codingOf(both, 'open HP:0000988')).toMatchObject({ dictionary: 'open', name: 'Skin rash' })
  expect(codingOf(both, 'none')).toBeUndefined()
  expect(codingOf(alone, 'meddra 13')).toBeUndefined()
})
