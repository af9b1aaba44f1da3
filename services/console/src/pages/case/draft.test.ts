import { expect, test } from 'vitest'
import {
  conclusionOf,
  type Draft,
  decide,
  draftFrom,
  emptyDraft,
  newestDraft,
  whyNotConclude,
} from './draft.ts'

const text = 'My mum (72) died after Zolvara.'
const texts = new Map([['p', text]])
const at = (words: string) => {
  const start = text.indexOf(words)
  return { postId: 'p', span: { start, end: start + words.length, text: words } }
}
const full = (): Draft => ({
  ...emptyDraft(),
  criteria: { patient: at('mum (72)'), reporter: at('My'), product: at('Zolvara'), event: at('died') },
  events: [{ term: 'died', ...at('died'), seriousness: ['DEATH'] }],
})

test('an untouched draft asks for the first choice', () => {
  expect(whyNotConclude(emptyDraft(), texts)).toMatch(/^Choose/)
  expect(conclusionOf(emptyDraft())).toBeNull()
})

test('forwarding names the criterion that is open', () => {
  const draft = { ...full(), criteria: { ...full().criteria, reporter: null } }
  expect(whyNotConclude(decide(draft, 'forward'), texts)).toBe(
    'Reporter is open: confirm its words or mark it as missing.',
  )
})

test('four criteria and an event are a valid ICSR, and only that', () => {
  expect(whyNotConclude(decide(full(), 'valid'), texts)).toBeNull()
  expect(whyNotConclude(decide(full(), 'forward'), texts)).toMatch(/valid ICSR now/)
})

test('closing says of what was not asked that it is missing', () => {
  const draft = decide(emptyDraft(), 'advert_or_news')
  expect(whyNotConclude(draft, texts)).toBeNull()
  expect(conclusionOf(draft)?.criteria.patient).toEqual({
    missing: 'Not asked: closed as “Advert or news without a single patient”.',
  })
})

test('closing as excluded causality needs a quote', () => {
  const draft = decide(full(), 'reporter_excluded_causality')
  expect(whyNotConclude(draft, texts)).toMatch(/Quote/)
  expect(whyNotConclude({ ...draft, quote: at('died after') }, texts)).toBeNull()
})

test('turning from closing to forwarding clears reason and quote', () => {
  const closed = { ...decide(full(), 'no_event'), quote: at('died') }
  expect(decide(closed, 'valid')).toMatchObject({
    closeReason: null,
    quote: null,
    forwardable: true,
    validNow: true,
  })
})

test('the newest draft wins and a broken one never does', () => {
  const server = {
    body: JSON.stringify({ ...emptyDraft(), note: 'server' }),
    savedAt: '2026-11-22T10:00:00.000Z',
  }
  const local = { body: JSON.stringify({ ...emptyDraft(), note: 'local' }), at: '2026-11-22T10:00:01.000Z' }
  expect(newestDraft(server, local).note).toBe('local')
  expect(newestDraft({ ...server, savedAt: '2026-11-22T10:00:02.000Z' }, local).note).toBe('server')
  expect(newestDraft(server, { ...local, body: '{"half":' }).note).toBe('server')
  expect(newestDraft(null, null)).toEqual(emptyDraft())
  expect(draftFrom('{"criteria":{"patient":null}}')).toBeNull()
})
