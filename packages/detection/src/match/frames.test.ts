import type { Product } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { compileMatcher } from './matcher.ts'

const everyday = (brand: string): Product => ({
  id: brand.toLowerCase(),
  group: brand,
  brand,
  substance: '',
  own: true,
  names: [{ name: brand, kind: 'brand', ambiguous: true }],
})
const match = compileMatcher(['Alli', 'Spring', 'Plan B', 'Nikki', 'Quest', 'Moderna'].map(everyday))

describe('a name that is also a word is the medicine where it is taken or to blame, and the word beside it', () => {
  test.each<[medicine: string, word: string]>([
    ['Alli gave me oily stools', 'Alli gave me a lift'],
    ['Alli gave me an awful headache', 'Alli gave me tips for headaches'],
    ['Nikki made my cramps worse and gave me acne', 'Nikki made my day and gave me a hug'],
    ['Nikki made me nauseous', 'Nikki made me soup'],
    ['Plan B gave me a rash', 'Plan B is to leave'],
    ['Plan B messed up my cycle', 'Plan B messed up my weekend'],
    ['been on Spring for a week', 'been to Spring for a week'],
    ['three weeks on Spring and so far so good', 'three weeks on Spring Street'],
    ['week 3 on Alli', 'week 3 at Alli’s'],
    ['quit Alli, the migraines stopped', 'quit Alli, the book club'],
    ['took Alli and got hives', 'took Alli to school and came home with hives'],
    ['tried Quest and threw up', 'tried Quest and loved the plot'],
    ['Quest made me dizzy', 'this quest made me dizzy'],
    ['hives from Spring', 'postcards from Spring'],
    ['Moderna jab left my arm sore', 'Moderna shares fell'],
    ['Spring gave me a headache', 'Spring made me sneeze'],
    ['Alli hat mir Durchfall beschert', 'Alli hat mir Blumen geschenkt'],
    ['nehme Alli, seitdem Durchfall', 'nehme Alli mit ins Kino'],
    ['Alli m’a donné des vertiges', 'Alli m’a donné son numéro'],
    ['Alli me dio mareos', 'Alli me dio un regalo'],
    ['Alli mi ha dato nausea', 'Alli mi ha dato ragione'],
    ['Alli gaf me hoofdpijn', 'Alli gaf me een lift'],
    ['Alli me deu tontura', 'Alli me deu carona'],
  ])('%s | %s', (medicine, word) => {
    expect(match(medicine)).toHaveLength(1)
    expect(match(word)).toEqual([])
  })
})
