import { expect, test } from 'vitest'
import type { MedicineRow } from '../../../../training/medicine-names.ts'
import { misspeltNames } from '../../../../training/misspelt-names.ts'
import { loadResources } from '../resources.ts'

const gazetteer = loadResources().gazetteer()

test.each([
  ['prozak', 'fluoxetine'],
  ['zoleft', 'sertraline'],
  ['paxel', 'paroxetine'],
  ['xanex', 'alprazolam'],
  ['zanax', 'alprazolam'],
  ['symbalta', 'duloxetine'],
  ['tylonol', 'acetaminophen'],
  ['oxycotin', 'oxycodone'],
  ['ozempick', 'semaglutide'],
])('%s is found as %s', (misspelt, substance) => {
  expect(gazetteer(`${misspelt} again`).map(({ product }) => product.substance)).toEqual([substance])
})

test.each([
  'the creator of concerto',
  'cough and croon with halcyon narco pervs',
  'it is all gone! gone!!',
  'der Backofen ist an',
  'son divan vert',
  'los padres creen que miren',
])('words are no misspelling: %s', (text) => {
  expect(gazetteer(text)).toEqual([])
})

const row = (name: string, substance: string): [string, MedicineRow] => [
  name,
  { name, substance, kind: 'brand' },
]
const made = (names: [string, MedicineRow][], words: string[]) =>
  new Map(
    misspeltNames(new Map(names), new Map(names).keys(), (word) => words.includes(word)).map((one) => [
      one.name,
      one.substance,
    ]),
  )

test('none is a word with or without an ending, another name, or as near to another medicine', () => {
  const zoravin = row('zoravin', 'a')
  expect(made([zoravin], []).get('zoraven')).toBe('a')
  expect(made([zoravin], ['zoraven']).has('zoraven')).toBe(false)
  expect(made([zoravin], ['zoravens']).has('zoraven')).toBe(false)
  expect(made([zoravin, row('zoraven', 'b')], []).has('zoraven')).toBe(false)
  const both = made([zoravin, row('zoravon', 'b')], [])
  expect([both.has('zoraven'), both.get('zorravin')]).toEqual([false, 'a'])
})

test('nor a word whose exclamation mark reads as its last letter', () => {
  expect(made([row('zoravel', 'a')], []).has('zoraval')).toBe(true)
  expect(made([row('zoravel', 'a')], ['zorava']).has('zoraval')).toBe(false)
})
