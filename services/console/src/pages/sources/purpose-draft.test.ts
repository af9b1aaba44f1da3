import { expect, test } from 'vitest'
import {
  differences,
  draftOf,
  following,
  goOnWithMine,
  overtaken,
  type PurposeDraft,
  swap,
  takeSaved,
} from './purpose-draft.ts'

const saved = {
  objective: 'Hear of events early',
  strategy: 'Blogs of patients',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['Lea'],
}
const mine = { ...saved, objective: 'Hear of events at once' }
const theirs = { ...saved, objective: 'Hear of everything', markets: ['DE', 'AT'] }
const draft: PurposeDraft = { purpose: mine, base: saved, asides: [] }

test('what was begun from the saved text goes on; what was begun from another is overtaken', () => {
  expect(overtaken(draft, saved)).toBe(false)
  expect(overtaken(draft, theirs)).toBe(true)
  expect(overtaken({ ...draft, purpose: theirs }, theirs)).toBe(false)
  expect(differences(mine, theirs)).toEqual(['objective', 'markets'])
})

test('where nothing was written here, the form follows what is saved', () => {
  const untouched = draftOf(undefined, saved)
  expect(following(untouched, theirs)).toEqual({ purpose: theirs, base: theirs, asides: [] })
  expect(following(draft, theirs)).toBe(draft)
})

test('a draft of an older Hark, which says nothing of its beginning, is asked about; a broken one is none', () => {
  const old = draftOf(JSON.stringify(mine), theirs)
  expect([old.purpose.objective, overtaken(old, theirs)]).toEqual([mine.objective, true])
  expect(overtaken(draftOf(JSON.stringify(saved), saved), saved)).toBe(false)
  expect(draftOf('{', saved).purpose).toEqual(saved)
  expect(draftOf(JSON.stringify(draft), theirs)).toEqual(draft)
})

test.each([
  ['one’s own', goOnWithMine, mine, theirs],
  ['the saved', takeSaved, theirs, mine],
])('who goes on with %s text is overtaken no more and has the other at hand', (_, choose, going, aside) => {
  const chosen = choose(draft, theirs)
  expect(overtaken(chosen, theirs)).toBe(false)
  expect(chosen.purpose).toEqual(going)
  expect(chosen.asides.map((a) => a.purpose)).toEqual([aside])
  const back = swap(chosen, 0)
  expect([back.purpose, back.asides[0]]).toEqual([aside, { whose: 'yours', purpose: going }])
  expect(overtaken(back, theirs)).toBe(false)
})
