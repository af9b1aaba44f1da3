import { describe, expect, it } from 'vitest'
import { parsePush } from './push.ts'

const receivedAt = '2026-11-22T10:00:00.000Z'
const change = (value: object, field = 'feed') =>
  parsePush({
    headers: {},
    receivedAt,
    body: Buffer.from(
      JSON.stringify({
        object: 'page',
        entry: [{ id: '19', time: 1_626_901_600, changes: [{ field, value }] }],
      }),
    ),
  })
/** As documented for the `feed` field of pages. */
const comment = {
  from: { id: '77', name: 'A' },
  post: { permalink_url: 'https://www.facebook.com/19/posts/1', id: '19_1' },
  message: 'It made me dizzy',
  item: 'comment',
  verb: 'add',
  post_id: '19_1',
  comment_id: '1_2',
  parent_id: '19_1',
  created_time: 1_626_901_514,
}

describe('what Facebook pushes', () => {
  it('a comment, and an answer to it', () => {
    expect(change(comment)).toMatchObject({
      posts: [
        {
          externalId: '1_2',
          revision: '',
          authorId: '77',
          authorHandle: 'A',
          text: 'It made me dizzy',
          postedAt: '2021-07-21T21:05:14.000Z',
          parentId: '19_1',
          rootId: '19_1',
          raw: JSON.stringify(comment),
        },
      ],
      removals: [],
    })
    const answer = { ...comment, comment_id: '1_3', parent_id: '1_2' }
    expect(change(answer).posts[0]).toMatchObject({ parentId: '1_2', rootId: '19_1' })
  })

  it('an edit is a new version, a removal and a hiding take it from view, showing it again brings it back', () => {
    const at = '2021-07-21T21:06:40.000Z'
    expect(change({ ...comment, verb: 'edited' }).posts[0]?.revision).toBe(at)
    expect(change({ ...comment, verb: 'unhide' }).posts[0]?.revision).toBe(at)
    const { message: _, ...bare } = comment
    const removal = { kind: 'post', externalId: '1_2', at }
    expect(change({ ...bare, verb: 'remove' }).removals).toEqual([{ ...removal, reason: 'deleted' }])
    expect(change({ ...bare, verb: 'hide' }).removals).toEqual([{ ...removal, reason: 'taken_down' }])
  })

  it('a post of a visitor, with a photo and without a word', () => {
    const { comment_id: _, parent_id: __, message: ___, ...post } = comment
    expect(change({ ...post, item: 'photo', photo: 'https://example.org/p.jpg' }).posts[0]).toMatchObject({
      externalId: '19_1',
      text: '',
      parentId: null,
      rootId: null,
      media: [{ kind: 'image', alt: null }],
    })
  })

  it('reactions leave nothing, what cannot be read is counted', () => {
    const nothing = { posts: [], rejected: [], removals: [] }
    expect(change({ ...comment, item: 'reaction' })).toEqual(nothing)
    expect(change({ name: 'x' }, 'name')).toEqual(nothing)
    expect(change({}).rejected).toEqual([{ reason: 'item.unknown_shape' }])
    expect(() => parsePush({ headers: {}, receivedAt, body: Buffer.from('{"object":"user"}') })).toThrow(
      'unknown_shape',
    )
  })
})
