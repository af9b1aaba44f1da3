import { expect, it } from 'vitest'
import { type GapState, gapStory } from './coverage.ts'

it.each<[GapState, string, RegExp]>([
  ['open', 'http.429', /asked to wait/],
  ['open', 'http.503', /tried again/],
  ['open', 'http.401', /Somebody must look/],
  ['open', 'budget.spent', /is spent/],
  ['open', 'fetch.timeout', /read back from where it stopped/],
  ['open', 'answer.unknown_shape:items', /shape/],
  ['open', 'paused by a person', /Paused/],
  ['lost', 'list.horizon', /^Lost\. More came/],
  ['lost', 'http.410', /^Lost\. .*no more/],
  ['lost', 'something new', /^Lost\. The platform has it no more/],
  ['open', 'cursor.clamped', /read back by search/],
  ['lost', 'cursor.clamped', /^Lost\. The platform no longer held/],
  ['open', 'search.http.403', /search refuses/],
  ['open', 'search.http.500', /asked again/],
  ['lost', 'search.page_limit', /^Lost\. Search found more/],
  ['filled', 'http.429', /Read back since/],
])('a gap that is %s for %s says what is done', (state, reason, expected) => {
  expect(gapStory(state, reason)).toMatch(expected)
})
