import type { Removal } from '@hark/domain'
import { expect, test } from 'vitest'
import { Heard } from './heard.ts'

const at = '2026-11-22T12:00:00.000Z'
const [id, author] = ['at://did:plc:a/app.bsky.feed.post/3k', 'did:plc:a']
const shown = { externalId: id, authorId: author, text: 'Zolvara' }
const after = (...removals: Removal[]) => {
  const heard = new Heard()
  heard.note({ posts: [], removals })
  return heard
}
const hidden: Removal = { kind: 'post', externalId: id, reason: 'hidden', at }

test('a moderator quicker than the stream: what is stored only now is hidden with it, until lifted', () => {
  expect(after(hidden).labelled([shown, { externalId: 'at://other' }], at)).toEqual([hidden])
  expect(after(hidden, { kind: 'post_restored', externalId: id, at }).labelled([shown], at)).toEqual([])
  // A post made anew under a deleted key is none of what was taken back.
  expect(after({ kind: 'post', externalId: id, reason: 'deleted', at }).labelled([shown], at)).toEqual([])
})

test('what was taken back is known until it is given back', () => {
  expect(new Heard().knows(shown)).toBe(false)
  expect(after(hidden).knows(shown)).toBe(true)
  const gone: Removal = { kind: 'author', authorId: author, reason: 'suspended', at }
  expect(after(gone).knows(shown)).toBe(true)
  expect(after(gone, { kind: 'author_restored', authorId: author, at }).knows(shown)).toBe(false)
})

test('the same words are known, other words under the same key are news', () => {
  const heard = new Heard()
  heard.note({ posts: [shown as never], removals: [] })
  expect(heard.knows(shown)).toBe(true)
  expect(heard.knows({ ...shown, text: 'Zolvara, edited' })).toBe(false)
})
