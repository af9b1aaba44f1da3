import type { FieldView } from '@hark/contract'
import { expect, test } from 'vitest'
import { type Answers, configOf, inWords, startAnswers, suggestedName, whyNotAnswered } from './answers.ts'

const field = (name: string, input: FieldView['input'], over: Partial<FieldView> = {}): FieldView => ({
  name,
  label: name.toUpperCase(),
  hint: '',
  required: false,
  more: false,
  preset: null,
  ...over,
  input,
})
const number = { kind: 'number', whole: true, min: 1, max: 60 } as const
const fields = [
  field('urls', { kind: 'list', of: 'text', most: null }, { preset: [] }),
  field('server', { kind: 'text' }, { required: true }),
  field('every', number, { preset: 15, more: true }),
  field('comments', { kind: 'yes_no' }, { preset: true }),
  field('what', { kind: 'some_of', options: ['posts', 'comments'] }, { preset: ['posts'] }),
  field('how', { kind: 'one_of', options: ['poll', 'push'] }, { preset: 'poll' }),
  field('numbers', { kind: 'list', of: 'number', most: null }, { preset: [] }),
  field('push', {
    kind: 'group',
    fields: [
      { ...field('app', { kind: 'text' }, { required: true }), input: { kind: 'text' } },
      { ...field('to', { kind: 'text' }), input: { kind: 'text' } },
    ],
  }),
]
const start = startAnswers(fields)
const filled: Answers = { ...start, server: ' https://place.example ' }

test('the form opens with what holds anyway, and only what differs is sent', () => {
  expect(start).toMatchObject({
    urls: [],
    server: '',
    every: '15',
    comments: true,
    how: 'poll',
    push: { app: '' },
  })
  expect(configOf(fields, start)).toEqual({})
  expect(configOf(fields, filled)).toEqual({ server: 'https://place.example' })
  expect(
    configOf(fields, {
      ...filled,
      urls: ['https://a.example/feed', ' '],
      every: '5',
      comments: false,
      what: ['comments'],
      how: 'push',
      numbers: ['7', '12'],
      push: { app: '77', to: '' },
    }),
  ).toEqual({
    urls: ['https://a.example/feed'],
    server: 'https://place.example',
    every: 5,
    comments: false,
    what: ['comments'],
    how: 'push',
    numbers: [7, 12],
    push: { app: '77' },
  })
})

test.each<[Answers, string | null]>([
  [start, 'SERVER: not written yet'],
  [filled, null],
  [{ ...filled, every: '' }, null],
  [{ ...filled, every: 'often' }, 'EVERY: not a whole number'],
  [{ ...filled, every: '1.5' }, 'EVERY: not a whole number'],
  [{ ...filled, every: '0' }, 'EVERY: 1 at least'],
  [{ ...filled, every: '61' }, 'EVERY: 60 at most'],
  [{ ...filled, numbers: ['7', 'seven'] }, 'NUMBERS: “seven” is no number'],
  [{ ...filled, push: { app: '', to: 'x' } }, 'PUSH, APP: not written yet'],
  [{ ...filled, push: { app: 'x', to: '' } }, null],
])('%j: %s', (answers, why) => {
  expect(whyNotAnswered(fields, answers)).toBe(why)
})

test('a source names itself after the first thing that is read', () => {
  expect(suggestedName('Feed', fields, { ...start, urls: ['https://www.place.example/feed/'] })).toBe(
    'Feed place.example/feed',
  )
  expect(suggestedName('Bluesky', fields, start)).toBe('Bluesky')
})

test('what the server refuses is said of the question it was asked under', () => {
  expect(inWords(fields, 'urls.0: needs an address')).toBe('URLS: needs an address')
  expect(inWords(fields, ': needs a hashtag: or a search')).toBe('needs a hashtag: or a search')
  expect(inWords(fields, 'no more than that')).toBe('no more than that')
})
