import type { ClaimedPost } from '@hark/db'
import type { Product, Programme } from '@hark/domain'
import { OperatorError } from '@hark/runtime'
import { expect, test } from 'vitest'
import { readCandidateFile } from './candidate-file.ts'
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

const card = {
  made: '2026-11-22T00:00:00Z',
  from: 'a labelled file',
  labels: 400,
  positives: 80,
  labelsSha256: 'a'.repeat(64),
  recallTarget: 0.9,
  ap: { before: 0.4, after: 0.5, low: 0.41, high: 0.6 },
}
const candidateFor = (base: string, changed: object = {}): string =>
  JSON.stringify({
    format: 'hark-candidate-2',
    base,
    threshold: 0.0001,
    scale: 1,
    shift: 0,
    corrections: [],
    card,
    ...changed,
  })

test('a candidate put to use flags by its own threshold, under its own model id, and says what it is worth', async () => {
  await using shipped = startDetector()
  const { model, threshold, facts } = await shipped.ready
  expect(facts).toEqual({})
  const calm = [{ ...posts[0], text: 'Zolvara refill picked up' }] as ClaimedPost[]
  const a = programme('a', product('Zolvara', 'zolvaretine'))
  const judged = async (by: typeof shipped) => (await by.judge(a, calm, {}))[0]?.findings[0]
  expect(await judged(shipped)).toMatchObject({ flagged: false, threshold, model })
  await using adapted = startDetector({ candidate: candidateFor(model) })
  const now = await adapted.ready
  expect(now.model).toMatch(/\+candidate\.[0-9a-f]{12}$/)
  expect(now).toMatchObject({ threshold: 0.0001, facts: { base: model, labels: '400', ap_after: '0.5' } })
  expect(await judged(adapted)).toMatchObject({ flagged: true, threshold: 0.0001, model: now.model })
})

test.each([
  ['for another model', candidateFor('hark-0+other'), /HARK_CANDIDATE: the candidate corrects hark-0\+other/],
  ['that is no file of `hark train`', '{"corrections":[]}', /HARK_CANDIDATE: the file is no candidate/],
  ['that is no JSON', 'PK', /HARK_CANDIDATE: the candidate file is not valid JSON/],
])('a candidate %s is refused in a sentence', async (_, candidate, why) => {
  await using detector = startDetector({ candidate })
  await expect(detector.ready).rejects.toThrow(OperatorError)
  await expect(detector.ready).rejects.toThrow(why)
})

test('a candidate without its card is refused', async () => {
  await using shipped = startDetector()
  const { model } = await shipped.ready
  await using detector = startDetector({ candidate: candidateFor(model, { card: null }) })
  await expect(detector.ready).rejects.toThrow(/data card/)
})

test('a candidate that is not there is refused by its path', () => {
  expect(readCandidateFile(undefined)).toBeNull()
  expect(() => readCandidateFile('/nowhere/candidate.json')).toThrow(
    'HARK_CANDIDATE: /nowhere/candidate.json cannot be read (ENOENT)',
  )
})
