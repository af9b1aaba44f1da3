import { describe, expect, it } from 'vitest'
import { absent, type Json, needs, post, schemaOf } from './played.fixture.ts'
import { readPost } from './post.ts'
import { DiscoursePost } from './shape.ts'

const place = {
  server: 'https://forum.example',
  receivedAt: '2026-11-22T10:00:00.000Z',
  idOf: (topic: number, n: number) => (topic === 1 ? n + 99 : null),
}
const read = (json: Json) => readPost(json, place)

describe.skipIf(absent)(`posts of Discourse${needs}`, () => {
  it('every field that is read is one Discourse names', () => {
    const named = new Set([
      ...Object.keys(schemaOf('/posts.json').properties?.latest_posts?.items?.properties ?? {}),
      ...Object.keys(schemaOf('/posts/{id}.json').properties ?? {}),
      // Of webhooks only, which the document does not describe.
      'topic_archetype',
    ])
    expect(Object.keys(DiscoursePost.shape).filter((field) => !named.has(field))).toEqual([])
  })

  it('the emptiest post the schema allows is none, and not an error', () => {
    expect(read(post(1, { cooked: '', raw: '', topic_title: '' }))).toEqual({ reason: 'text.absent' })
    expect(read({})).toEqual({ reason: 'item.unknown_shape' })
  })

  it('becomes what a person reads; raw keeps both forms', () => {
    const cooked =
      '<p>Day 3 &amp; <img src="/e.png" title=":nauseated_face:" class="emoji" alt=":nauseated_face:" loading="lazy" width="20"><br>worse</p>' +
      '<aside class="quote"><div class="title"><img class="avatar" src="/a.png"> other:</div><blockquote><p>zolvara</p></blockquote></aside>' +
      '<p><img src="/r.jpg" alt="a rash"></p>'
    const one = read(post(3, { topic_id: 1, post_number: 4, reply_to_post_number: '2', cooked }))
    expect(one).toMatchObject({
      post: {
        platform: 'discourse',
        externalId: 'forum.example/p/3',
        revision: '',
        authorId: 'forum.example/u/7',
        authorHandle: 'somebody',
        text: expect.stringMatching(/^Day 3 & :nauseated_face:\nworse\n+other:\n+zolvara$/),
        url: 'https://forum.example/t/a-topic/1/1'.replace('/1/1', '/1/4'),
        postedAt: '2026-11-22T09:00:00.000Z',
        parentId: 'forum.example/p/101',
        rootId: 'forum.example/p/100',
        media: [{ kind: 'image', alt: 'a rash' }],
      },
    })
    expect('post' in one && JSON.parse(one.post.raw).cooked).toBe(cooked)
  })

  it.each<[string, Json, object]>([
    ['deleted', { deleted_at: '2026-11-22T09:30:00Z' }, { gone: { reason: 'deleted' } }],
    ['withdrawn by its author', { user_deleted: true }, { gone: { reason: 'deleted' } }],
    ['hidden by the community', { hidden: true }, { gone: { reason: 'taken_down' } }],
    ['a private message', { topic_archetype: 'private_message' }, { reason: 'item.not_public' }],
    ['a whisper', { post_type: 4 }, { reason: 'item.not_public' }],
    ['a note that a topic was closed', { post_type: 3 }, { reason: 'item.no_words' }],
    ['edited', { version: 3 }, { post: { revision: '3' } }],
    ['the first of its topic', { post_number: 1 }, { post: { text: 'A topic\nwords 42', rootId: null } }],
    [
      'without an author',
      { user_id: null, username: null },
      { post: { authorId: null, authorHandle: null } },
    ],
    ['without HTML', { cooked: null }, { post: { text: 'words 42' } }],
    [
      'without an address',
      { post_url: null, topic_slug: null, topic_id: '9' },
      { post: { url: 'https://forum.example/t/-/9/3' } },
    ],
  ])('one that is %s', (_, over, expected) => {
    expect(read(post(42, over))).toMatchObject(expected)
  })
})
