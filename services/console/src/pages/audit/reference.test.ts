import { expect, test } from 'vitest'
import { caseOf, referenceOf } from './reference.ts'

const entry = (objectType: string, body: string) => ({ objectType, objectId: 'one', body })

test.each([
  ['a case is its own', entry('case', '{}'), 'one'],
  ['a decision refers to its case', entry('decision', '{"ref":{"case":"two"}}'), 'two'],
  ['a session is about none', entry('person', '{"ref":{}}'), null],
  ['nor is an entry that was changed beyond reading', entry('decision', 'gone'), null],
  ['nor one that holds nothing', entry('decision', 'null'), null],
])('%s', (_, of, about) => {
  expect(caseOf(of)).toBe(about)
})

test('what is referred to is read from the record itself', () => {
  expect(referenceOf({ body: '{"ref":{"from":"2026"}}' })).toEqual({ from: '2026' })
})
