import { expect, test } from 'vitest'
import { termsInWords, termsRead } from './terms.ts'

const policy = {
  mayStoreText: true,
  retentionDays: 30,
  deletionSlaHours: 24,
  recheckHours: 72,
  holdForSafety: 'never',
  mayInferHealth: false,
  mayTrain: false,
  mayReply: true,
  replyCondition: 'One reply at a time.',
  exportAllowed: 'ids',
  needsPermissionReference: true,
}

test('every binding term is said', () => {
  expect(termsInWords(policy)).toEqual([
    ['Text', 'may be stored'],
    ['Kept', '30 days, unless the platform shows it again'],
    ['Deletions', 'followed within 24 hours of being known'],
    ['Looked after', 'every post is asked after each 3 days'],
    ['A flagged post', 'goes with its deletion; its facts are transcribed before'],
    ['Health', 'nothing may be inferred without a permission'],
    ['Training', 'no model learns from it'],
    ['Replies', 'possible. One reply at a time.'],
    ['Passed on', 'only ids; exports leave the words out'],
    ['Permission', 'must be on file'],
  ])
})

test('the address of terms is a link only where it is one', () => {
  const read = (termsUrl: string | null) => termsRead({ termsUrl, termsReadOn: '2026-11-22' })
  expect(read('https://place.example/terms')).toEqual({
    url: 'https://place.example/terms',
    readOn: '22 Nov 2026',
  })
  expect(read('javascript:alert(1)').url).toBeNull()
  expect(read(null).url).toBeNull()
})
