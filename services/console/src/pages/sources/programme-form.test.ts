import { expect, test } from 'vitest'
import { emptyForm, productsOf, whyNotStep } from './programme-form.ts'

test('a line is a product with its other names', () => {
  expect(productsOf('Zolvara; zolvaride; zolva, #zolvara\n\n! Rival; rivalin')).toEqual([
    {
      brand: 'Zolvara',
      substance: 'zolvaride',
      own: true,
      names: [
        { name: 'zolva', kind: 'alias', ambiguous: false },
        { name: '#zolvara', kind: 'hashtag', ambiguous: false },
      ],
    },
    { brand: 'Rival', substance: 'rivalin', own: false, names: [] },
  ])
})

test('each step is done by the schema of the api, one after another', () => {
  const form = emptyForm('Europe/Berlin')
  expect(whyNotStep(form, 0)).toMatch(/^People responsible/)
  const people = { ...form, responsible: ['Ada Example'], receivingEntity: 'Example Ltd' }
  expect(whyNotStep(people, 0)).toBeNull()
  expect(whyNotStep(people, 1)).toMatch(/^Name/)
  const whole = {
    ...people,
    name: 'Zolvara in Europe',
    objective: 'Find adverse events early',
    strategy: 'Listen on public networks',
    markets: ['de'],
    languages: ['DE'],
    products: 'Zolvara; zolvaride',
  }
  expect([0, 1, 2, 3].map((step) => whyNotStep(whole, step))).toEqual([null, null, null, null])
})
