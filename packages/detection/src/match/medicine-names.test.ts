import { expect, test } from 'vitest'
import { chooseMedicines, type LexiconRow } from '../../../../training/medicine-names.ts'

const row = (name: string, generic: string, kind = 'brand'): LexiconRow => ({
  name,
  generic,
  source: 'list',
  kind,
})
const combined = row('Zorvex With Caffeine', 'zorvexin; caffeine')
const cold = row('Zorvex Cold And Sinus', 'ambrelol; zorvexin')
const plain = row('Zorvex', 'zorvexin sodium')
const chosen = (rows: LexiconRow[], words: string[] = []) =>
  new Map(
    chooseMedicines(rows, new Set(), new Set(words)).map(({ name, substance, kind }) => [
      name,
      `${substance}, ${kind}`,
    ]),
  )

test.each([[[combined, cold, plain]], [[plain, combined, cold]], [[cold, combined, plain]]])(
  'a name means the plain product, not a longer one it begins, in any order',
  (rows) => {
    expect(chosen(rows).get('zorvex')).toBe('zorvexin, brand')
    expect(chosen(rows).get('zorvex cold')).toBe('ambrelol / zorvexin, brand')
  },
)

test('where none is plain, the beginning of a longer name means the fewest substances, and a substance’s name itself', () => {
  expect(chosen([combined, row('Zorvex Night', 'zorvexin')]).get('zorvex')).toBe('zorvexin, brand')
  expect(chosen([row('Zorvexin Depot And Ambrelol', 'ambrelol; zorvexin depot')]).get('zorvexin')).toBe(
    'zorvexin, brand',
  )
})

test('a name that posts know is a brand where its substance is kept and it is no word', () => {
  const rows = [
    row('Zorvexin', 'zorvexin', 'generic'),
    row('lumbrigo', 'zorvexin', 'brand/known'),
    row('lumbrigo', 'other', 'brand/known'),
    row('nowhere', 'unknownol', 'brand/known'),
    row('zorvexins', 'zorvexin', 'brand/known'),
    row('garden', 'zorvexin', 'brand/known'),
    row('lumbrigo helps', 'zorvexin', 'brand/known'),
  ]
  expect(Object.fromEntries(chosen(rows, ['garden']))).toEqual({
    zorvexin: 'zorvexin, substance',
    lumbrigo: 'zorvexin, brand',
    zorvexins: 'zorvexin, misspelling',
  })
})
