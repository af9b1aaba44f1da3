import { describe, expect, test } from 'vitest'
import { tid } from '../bluesky/tid.ts'
import type { PostCommit } from './event.ts'
import { parseRecord, revisionOf, toPost } from './record.ts'
import { removalOf } from './removal.ts'

const madeUs = Date.UTC(2026, 6, 4) * 1000
const commit: PostCommit = {
  did: 'did:plc:a',
  rkey: tid(madeUs, 3),
  rev: tid(madeUs + 900_000, 0),
  operation: 'create',
  cid: null,
  record: null,
}
const received = { raw: '{}', receivedAt: '2026-11-22T00:00:00.000Z', revision: '' }
const postOf = (record: unknown) => {
  const parsed = parseRecord(record)
  return parsed && toPost(commit, parsed, received)
}

describe('a record becomes a post', () => {
  test('a reply that quotes, with pictures, a film and a link', () => {
    const record = {
      text: 'See this',
      createdAt: '2026-07-04T14:38:06.24+02:00',
      langs: ['de', 'en'],
      reply: { root: { uri: 'at://r', cid: 'c' }, parent: { uri: 'at://p', cid: 'c' } },
      embed: {
        $type: 'app.bsky.embed.recordWithMedia',
        record: { record: { uri: 'at://q', cid: 'c' } },
        media: {
          images: [{ alt: 'a rash' }, { alt: '' }],
          external: { title: 'News', description: 'Today' },
        },
      },
    }
    expect(postOf(record)).toMatchObject({
      externalId: `at://did:plc:a/app.bsky.feed.post/${commit.rkey}`,
      url: `https://bsky.app/profile/did:plc:a/post/${commit.rkey}`,
      lang: 'de',
      postedAt: '2026-07-04T12:38:06.240Z',
      rootId: 'at://r',
      parentId: 'at://p',
      quotedId: 'at://q',
      media: [
        { kind: 'image', alt: 'a rash' },
        { kind: 'image', alt: null },
        { kind: 'link', alt: 'News\nToday' },
      ],
    })
  })

  test('a quote alone, a film alone', () => {
    expect(postOf({ text: '', embed: { record: { uri: 'at://q' } } })?.quotedId).toBe('at://q')
    expect(postOf({ text: '', embed: { video: {}, alt: 'hop' } })?.media).toEqual([
      { kind: 'video', alt: 'hop' },
    ])
  })

  test('text no database could hold keeps its length', () => {
    const text = 'a\u0000b\uD800c😀'
    expect(postOf({ text })?.text).toBe('a\uFFFDb\uFFFDc😀')
  })

  test.each([
    [
      { text: 'x', createdAt: 'yesterday', reply: 5, embed: 'none', langs: [] },
      { postedAt: null, parentId: null, media: [] },
    ],
    [{ text: 'x' }, { postedAt: null, lang: null }],
  ])('odd parts are left out, the text is kept: %j', (record, expected) => {
    expect(postOf(record)).toMatchObject({ text: 'x', ...expected })
  })

  test.each([null, {}, { text: 4 }, 'text'])('a record without text is none: %j', (record) => {
    expect(postOf(record)).toBeNull()
  })
})

describe('the revision of a commit', () => {
  test.each([
    ['a prompt create is the first version', {}, false, ''],
    ['an update is named by its rev', { operation: 'update' as const }, false, commit.rev],
    ['a create seen after its deletion is named', {}, true, commit.rev],
    [
      'a create long after its key was made is named',
      { rkey: tid(madeUs - 3_600_000_000, 3) },
      false,
      commit.rev,
    ],
    ['a create under a key that is no TID is named', { rkey: 'self' }, false, commit.rev],
  ])('%s', (_name, change, deletedBefore, expected) => {
    expect(revisionOf({ ...commit, ...change }, deletedBefore)).toBe(expected)
  })
})

describe('account events', () => {
  const account = (active: boolean, status: string | null) =>
    removalOf({ kind: 'account', timeUs: 1_000_000, seq: null, did: 'did:plc:a', active, status })

  test.each([
    [false, 'deleted', 'deleted'],
    [false, 'takendown', 'taken_down'],
    [false, 'suspended', 'suspended'],
    [false, 'deactivated', 'deactivated'],
    [false, 'something new', 'deactivated'],
    [false, null, 'deactivated'],
  ])('active %s, status %s: %s', (active, status, reason) => {
    expect(account(active, status)).toEqual({
      kind: 'author',
      authorId: 'did:plc:a',
      reason,
      at: '1970-01-01T00:00:01.000Z',
    })
  })

  test('active again restores; trouble of a host removes nothing', () => {
    expect(account(true, null)).toMatchObject({ kind: 'author_restored', authorId: 'did:plc:a' })
    expect(account(false, 'desynchronized')).toBeNull()
    expect(account(false, 'throttled')).toBeNull()
  })
})
