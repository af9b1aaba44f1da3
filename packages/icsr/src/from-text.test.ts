import type { PatientDescription, Structure } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { dosage, readFromText, toldLine, unconfirmed } from './from-text.ts'

const at = (text: string) => ({ start: 0, end: text.length, text })
const person = (label: string, over: Partial<PatientDescription> = {}): PatientDescription => ({
  label,
  age: null,
  sex: null,
  pregnancy: null,
  weight: null,
  ...over,
})
const dose = (text: string) => ({
  ...at(text),
  kind: 'amount' as const,
  quantity: null,
  times: null,
  per: null,
  code: null,
})
const medicine = (productId: string) => ({ ...at(productId), productId, role: 'suspect' as const, by: null })
const structure = (over: Partial<Structure> = {}): Structure => ({
  medicines: [medicine('zolvara')],
  missing: [],
  patients: [person('my mum', { age: { ...at('3 months'), value: 3, unit: 'mo' }, sex: 'female' })],
  times: [{ ...at('two weeks'), kind: 'duration', value: 'P2W', upTo: null }],
  doses: [dose('0.5 mg'), dose('twice daily')],
  reporter: { kind: 'consumer', by: null },
  ...over,
})

test('of one patient and one medicine everything is read, with its words', () => {
  const told = readFromText('my mum', [structure()], [])
  expect(told).toMatchObject({
    age: { value: 3, unit: 'mo', words: '3 months' },
    sex: 'female',
    oneMedicine: true,
  })
  expect(dosage(told)).toBe('“0.5 mg”, “twice daily”')
  expect(unconfirmed(told)).toEqual({
    elements: ['D.2.2a', 'D.2.2b', 'D.5', 'G.k.4.r.8'],
    age: '3 months',
    weight: null,
    pregnancy: null,
    doses: ['0.5 mg', 'twice daily'],
    times: ['two weeks'],
  })
  expect(toldLine(told)).toBe(
    'Read from the text by a machine, unconfirmed: age 3 months (“3 months”); sex female; dose “0.5 mg”, “twice daily”; time “two weeks”.',
  )
})

describe('nothing is guessed', () => {
  test('of two patients only what is said of this one: whose dose it is nobody knows', () => {
    const both = structure({ patients: [person('my mum', { sex: 'female' }), person('my dad')] })
    expect(readFromText('my mum', [both], [])).toMatchObject({ sex: 'female', doses: [], times: [] })
    expect(readFromText('my dad', [both], [])).toMatchObject({ sex: null, age: null, doses: [] })
  })

  test('of two medicines the dose is told and fills no element', () => {
    const told = readFromText(
      'my mum',
      [structure({ medicines: [medicine('zolvara'), medicine('arvessia')] })],
      [],
    )
    expect(told.doses).toEqual(['0.5 mg', 'twice daily'])
    expect(unconfirmed(told)?.elements).not.toContain('G.k.4.r.8')
  })

  test('a decade is no age, and a patient the reviewer named anew is nobody of the text', () => {
    const seventies = structure({
      patients: [person('my mum', { age: { ...at('70s'), value: 70, unit: 'a', decade: true } })],
    })
    expect(readFromText('my mum', [seventies], []).age).toBeNull()
    expect(unconfirmed(readFromText('her sister', [structure()], []))).toBeNull()
    expect(toldLine(readFromText('her sister', [structure()], []))).toBeNull()
  })

  test('a finding of old still gives age and sex', () => {
    const old = { label: 'my mum', age: '72', sex: 'female' as const }
    expect(readFromText('my mum', [], [old])).toMatchObject({ age: { value: 72, unit: 'a' }, sex: 'female' })
    expect(readFromText('my mum', [], [{ ...old, age: 'in her seventies' }]).age).toBeNull()
  })
})

test('a name that slipped into a dose leads to nobody', () => {
  const told = readFromText('my mum', [structure({ doses: [dose('0.5 mg says @drsmith')] })], [])
  expect(JSON.stringify([dosage(told), unconfirmed(told), toldLine(told)])).not.toContain('drsmith')
})
