import { expect, test } from 'vitest'
import { caseStates, lanes } from '../case.ts'
import { isBlind, urgencyFound } from './blind.ts'

test('a sample is read blind until it is signed, and nothing else is', () => {
  const blind = lanes.flatMap((lane) =>
    caseStates.filter((state) => isBlind({ lane, state })).map((state) => `${lane} ${state}`),
  )
  expect(blind).toEqual(['sample open', 'sample held', 'sample concluded'])
})

test.each([
  [[], [], 'standard', []],
  [['HOSPITALISATION'], ['OVERDOSE'], 'standard', []],
  [['HOSPITALISATION', 'DEATH'], [], 'priority', ['DEATH']],
  [[], ['PREGNANCY_MATERNAL', 'PAEDIATRIC'], 'priority', ['CHILD', 'PREGNANCY']],
] as const)('%j and %j found: %s', (seriousness, special, lane, priority) => {
  const at = { postId: 'p', span: { start: 0, end: 1, text: 'x' }, term: 'x' }
  const events = [{ ...at, seriousness: [...seriousness] }]
  expect(urgencyFound({ events, special: [...special] })).toEqual({ lane, priority })
})
