import type { FindingView, PostView, StructureView } from '@hark/contract'
import { expect, test } from 'vitest'
import { questionFor, toldBy } from './told.ts'

const text = 'My mum (72) takes Zolvara with Arvessia, 5 mg daily. I am fine.'
const span = (words: string) => {
  const start = text.indexOf(words)
  return { start, end: start + words.length, text: words }
}
const nobody = { age: null, sex: null, pregnancy: null, weight: null }
const structure: StructureView = {
  medicines: [
    { ...span('Zolvara'), productId: 'z', role: 'suspect', by: null },
    { ...span('Arvessia'), productId: 'a', role: 'concomitant', by: span('with Arvessia') },
  ],
  missing: [{ criterion: 'event', question: 'event.en', text: 'What would you like to tell us about it?' }],
  patients: [
    { label: 'author', ...nobody },
    { ...nobody, label: 'my mum', age: { ...span('72'), value: 72, unit: 'a' }, sex: 'female' },
  ],
  times: [],
  doses: [
    {
      ...span('5 mg'),
      kind: 'amount',
      quantity: { value: 5, unit: 'mg' },
      times: null,
      per: null,
      code: null,
    },
  ],
  reporter: { kind: 'consumer', by: span('My') },
}
const finding = (brand: string, id: string) =>
  ({
    product: { id, brand, substance: '', own: true },
    patients: [{ label: 'my mum', span: span('My mum'), age: '72', sex: 'female' }],
    criteria: { patient: span('My mum'), reporter: null, product: span('Zolvara'), event: null },
    structure,
  }) as unknown as FindingView
const post = (over: Partial<PostView> = {}) =>
  ({
    id: 'p',
    role: 'index',
    text,
    findings: [finding('Zolvara', 'z'), finding('Arvessia', 'a')],
    ...over,
  }) as PostView
const told = (c: Parameters<typeof toldBy>[0]) =>
  toldBy(c).map(({ rows, silent }) => ({
    rows: Object.fromEntries(rows.map((r) => [r.name, r.items.map((i) => [i.said, i.span?.text ?? null])])),
    silent,
  }))

test('the patient of the case first, others apart, each part with its words', () => {
  expect(told({ patient: 'my mum', postList: [post()] })).toEqual([
    {
      rows: {
        Patient: [
          ['my mum', 'My mum'],
          ['72 years', '72'],
          ['female', 'My mum'],
        ],
        'Also told of': [['the author', null]],
        Medicines: [
          ['Zolvara: suspect', 'Zolvara'],
          ['Arvessia: concomitant', 'with Arvessia'],
        ],
        Doses: [['5 mg', '5 mg']],
        'Who tells': [['consumer', 'My']],
      },
      silent: ['times'],
    },
  ])
})

test('a medicine beside the programme goes by the words of the post', () => {
  const beside = {
    ...structure,
    medicines: [{ ...span('Arvessia'), productId: 'arvessine', role: 'relief' as const, by: null }],
  }
  const [only] = told({
    patient: 'my mum',
    postList: [post({ findings: [{ ...finding('Zolvara', 'z'), structure: beside }] })],
  })
  expect(only?.rows.Medicines).toEqual([['Arvessia: taken for the complaint', 'Arvessia']])
})

test('copies say the same and are left out; a post without a structure says nothing', () => {
  const bare = post({ findings: [{ ...finding('Zolvara', 'z'), structure: null }] })
  expect(toldBy({ patient: 'my mum', postList: [bare, post({ id: 'q', role: 'copy' })] })).toEqual([])
})

test('a patient the reviewer named anew is nobody of the text: all of it are shown', () => {
  const [only] = told({ patient: 'her sister', postList: [post()] })
  expect(only?.rows.Patient?.map(([said]) => said)).toEqual(['the author', 'my mum', '72 years', 'female'])
})

test('a question is there for what no post gives', () => {
  expect(questionFor({ postList: [post()] }, 'event')).toBe('What would you like to tell us about it?')
  expect(questionFor({ postList: [post()] }, 'patient')).toBeNull()
})
