import { describe, expect, it } from 'vitest'
import { absent, needs, things } from './played.fixture.ts'
import { readThing } from './post.ts'

const receivedAt = '2026-11-22T10:00:00.000Z'
const read = (kind: string, data: object) => readThing({ kind, data }, receivedAt)
const comment = {
  name: 't1_abc',
  author: 'someone',
  author_fullname: 't2_x',
  body: 'words',
  link_id: 't3_l',
  parent_id: 't1_p',
  created_utc: 1_700_000_000.5,
}
const submission = {
  name: 't3_abc',
  author: 'someone',
  title: 'a title',
  selftext: '',
  is_self: true,
  created_utc: 1_700_000_000,
  edited: false,
}

describe.skipIf(absent)(`things of Reddit, 2016 to 2026${needs}`, () => {
  it('every recorded post and comment is one here, or gone, or an advert', () => {
    const all = things()
    expect(all.length).toBeGreaterThan(2_400)
    const counts = { post: 0, gone: 0, other: 0 }
    for (const { kind, data } of all) {
      const one = read(kind, data)
      if ('post' in one) {
        counts.post += 1
        const { post } = one
        expect(post.externalId).toBe(data.name)
        expect(post.postedAt).toBe(new Date(Number(data.created_utc) * 1_000).toISOString())
        expect(post.authorHandle).toBe(data.author === '[deleted]' ? null : data.author)
        expect(post.revision === '').toBe(!data.edited)
        expect(post.rootId).toBe(kind === 't1' ? (data.link_id ?? null) : null)
        expect(post.url).toMatch(/^https:\/\/www\.reddit\.com\//)
        expect(post.text).not.toMatch(/&(?:lt|gt|amp);(?!\w)/)
      } else if ('gone' in one) counts.gone += 1
      else {
        counts.other += 1
        if (one.reason === 'item.advert') expect(data.promoted).toBe(true)
        else expect([one.reason, data.subreddit_type]).toEqual(['item.not_public', 'private'])
      }
    }
    expect(counts.post).toBeGreaterThan(2_300)
    expect(counts.gone).toBeGreaterThan(0)
  })

  it('a cross-post refers to what it repeats, and keeps nothing of it', () => {
    const cross = things().find(({ data }) => data.crosspost_parent_list)
    const one = read('t3', cross?.data ?? {})
    expect(one).toMatchObject({ post: { quotedId: cross?.data.crosspost_parent, parentId: null } })
    expect('post' in one && one.post.raw).not.toContain('crosspost_parent_list')
  })

  it('captions of a gallery and choices of a poll are read', () => {
    const gallery = things().find(({ data }) => data.is_gallery)
    expect(read('t3', gallery?.data ?? {})).toMatchObject({
      post: {
        media: [
          { kind: 'image', alt: null },
          { kind: 'image', alt: 'test.jpg' },
          { kind: 'image', alt: null },
          { kind: 'image', alt: 'test.png' },
        ],
      },
    })
    const poll = things().find(({ data }) => data.poll_data)
    const one = read('t3', poll?.data ?? {})
    expect('post' in one && one.post.text).toMatch(/\nYes\nNo(\n|$)/)
  })
})

describe('a thing', () => {
  it.each([
    ['[deleted]', 'deleted'],
    ['[removed]', 'taken_down'],
    ['[ Removed by Reddit ]', 'taken_down'],
    [
      '[ Removed by reddit on account of violating the [content policy](/help/contentpolicy). ]',
      'taken_down',
    ],
    ['[deleted by user]', 'deleted'],
  ])('that says %s is gone', (body, reason) => {
    const gone = { kind: 'post', externalId: 't1_abc', reason, at: receivedAt }
    expect(read('t1', { ...comment, body, author: '[deleted]' })).toEqual({ gone })
    expect(read('t3', { ...submission, selftext: body })).toEqual({ gone: { ...gone, externalId: 't3_abc' } })
  })

  it('that merely speaks of it is not', () => {
    expect(read('t1', { ...comment, body: 'he wrote [removed] and left' })).toHaveProperty('post')
    expect(read('t3', { ...submission, removed_by_category: 'moderator' })).toMatchObject({
      gone: { reason: 'taken_down' },
    })
    expect(read('t3', { ...submission, removed_by_category: 'deleted' })).toMatchObject({
      gone: { reason: 'deleted' },
    })
  })

  it('reads as Reddit shows it: entities once, edits, old edits, fractions of a second', () => {
    expect(
      read('t1', { ...comment, body: 'a &lt;b&gt; &amp;amp; c &#39;d&#39;', edited: 1_700_000_100 }),
    ).toMatchObject({
      post: {
        text: "a <b> &amp; c 'd'",
        revision: '2023-11-14T22:15:00.000Z',
        authorId: 't2_x',
        parentId: 't1_p',
        rootId: 't3_l',
        lang: null,
        url: 'https://www.reddit.com/comments/l/_/abc/',
        postedAt: '2023-11-14T22:13:20.500Z',
      },
    })
    expect(read('t1', { ...comment, edited: true })).toMatchObject({ post: { revision: 'edited' } })
  })

  it('of media alone is a post, of nothing is none, without an author has none', () => {
    const film = { ...submission, title: '', is_video: true, author: '[deleted]', selftext: null }
    expect(read('t3', film)).toMatchObject({
      post: { text: '', media: [{ kind: 'video' }], authorId: null, authorHandle: null },
    })
    expect(read('t3', { ...submission, title: '' })).toEqual({ reason: 'text.absent' })
    expect(read('t1', { ...comment, body: null })).toEqual({ reason: 'item.unknown_shape' })
    expect(read('t1', { ...comment, name: null, id: 'abc' })).toMatchObject({
      post: { externalId: 't1_abc' },
    })
    expect(read('more', { children: [] })).toEqual({ reason: 'item.other_kind' })
    expect(readThing('t1', receivedAt)).toEqual({ reason: 'item.unknown_shape' })
  })
})
