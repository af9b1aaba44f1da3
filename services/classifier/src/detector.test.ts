import type { ClaimedPost } from '@hark/db'
import type { Product, Programme } from '@hark/domain'
import { expect, test } from 'vitest'
import { startDetector } from './detector.ts'

const product = (brand: string, substance: string): Product => ({
  id: brand,
  group: brand,
  brand,
  substance,
  own: true,
  names: [],
})
const programme = (id: string, ...products: Product[]) => ({ id, products }) as Programme
const posts = [
  { id: '1', text: 'Zolvara and Rivalin gave me a terrible rash', lang: 'en', media: [] },
] as unknown as ClaimedPost[]

test('a programme is judged by the products it was last told with, others by theirs', async () => {
  await using detector = startDetector()
  const [zolvara, rivalin] = [product('Zolvara', 'zolvaretine'), product('Rivalin', 'rivalinum')]
  const [before, other] = [programme('a', zolvara), programme('b', rivalin)]
  const found = async (of: Programme) =>
    (await detector.judge(of, posts, {})).flatMap(({ findings }) => findings.map((f) => f.productId))
  expect(await found(before)).toEqual(['Zolvara'])
  expect(await found(other)).toEqual(['Rivalin'])
  expect(await found(before)).toEqual(['Zolvara'])
  expect((await found(programme('a', zolvara, rivalin))).sort()).toEqual(['Rivalin', 'Zolvara'])
  expect(await found(before)).toEqual(['Zolvara'])
})
