import type { Post } from '@hark/domain'
import { fixture } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { discourseReplyTarget } from '../discourse/reply.ts'
import { facebookPost } from '../facebook/post.ts'
import { facebookReplyTarget } from '../facebook/reply.ts'
import { commentPosts, mediaPost } from '../instagram/post.ts'
import { instagramReplyTarget } from '../instagram/reply.ts'
import { commentUrn, notification } from '../linkedin/played.fixture.ts'
import { notifiedPost } from '../linkedin/post.ts'
import { linkedinReplyTarget } from '../linkedin/reply.ts'
import { Notification } from '../linkedin/shape.ts'
import { mastodonReplyTarget } from '../mastodon/reply.ts'
import { status } from '../mastodon/stage.fixture.ts'
import { recordedJson } from '../recorded.fixture.ts'
import { redditReplyTarget } from '../reddit/reply.ts'
import { comment } from '../reddit/stage.fixture.ts'
import { xReplyTarget } from '../x/reply.ts'
import { threadItems } from '../youtube/post.ts'
import { youtubeReplyTarget } from '../youtube/reply.ts'
import { wordsPin } from './seen.ts'

type Stored = Pick<Post, 'externalId' | 'rootId' | 'raw'>
const stored = (externalId: string, json: unknown, rootId: string | null = null): Stored => ({
  externalId,
  rootId,
  raw: JSON.stringify(json),
})
const receivedAt = '2026-11-22T10:00:00.000Z'

it('Mastodon: by an account of the instance that was read, and at the version that was read', () => {
  const config = { server: 'https://mastodon.example' }
  const target = (json: object, account: string | null = 'brand@mastodon.example', where: unknown = config) =>
    mastodonReplyTarget(stored('5', json), account, where)
  const self = { id: '5', cid: null }
  expect(target(status())).toEqual({ parent: self, root: self })
  const at = '2026-11-22T09:30:00.000Z'
  expect(target(status({ edited_at: at }))?.parent.cid).toBe(at)
  expect(target(status(), 'brand@other.example')).toBeNull()
  expect(target(status(), 'writer@mastodon.example')).toBeNull()
  expect(target(status(), null)).toBeNull()
  expect(target(status(), undefined, {})).toBeNull()
  expect(target(status({ visibility: 'private' }))).toBeNull()
})

it('Reddit: what is open, by another', () => {
  const target = (over: object = {}, account = 'Zolvara_Team') =>
    redditReplyTarget(stored('t1_abc', comment(over), 't3_top'), account)
  expect(target()).toEqual({ parent: { id: 't1_abc', cid: null }, root: { id: 't3_top', cid: null } })
  expect(target({ edited: 1_795_341_000 })?.parent.cid).toMatch(/^2026-/)
  for (const over of [{ locked: true }, { archived: true }, { body: '[removed]' }, { author: '[deleted]' }])
    expect(target(over)).toBeNull()
  expect(target({}, 'WRITER')).toBeNull()
})

it('Discourse: a post of the account’s own forum, whose place in its topic is known', () => {
  const json = { id: 13, topic_id: 2, post_number: 4, username: 'writer', raw: 'x', version: 3 }
  const target = (over: object = {}, account: string | null = 'brand@forum.example/sub') =>
    discourseReplyTarget(stored('forum.example/sub/p/13', { ...json, ...over }), account)
  expect(target()?.parent).toEqual({ id: 'forum.example/sub/p/13', cid: '3' })
  expect(target({ version: 1 })?.parent.cid).toBeNull()
  expect(target({ topic_id: null })).toBeNull()
  expect(target({}, 'brand@forum.example')).toBeNull()
  expect(target({}, 'Writer@forum.example/sub')).toBeNull()
  expect(target({ hidden: true })).toBeNull()
})

it('LinkedIn: comments on the organisation’s own posts, under the first of their thread', () => {
  const target = (over: object = {}, account = 'urn:li:organization:77') => {
    const json = notification('42', over)
    const post = notifiedPost(Notification.parse(json), json, receivedAt)
    return post && linkedinReplyTarget(post, account)
  }
  const urn = commentUrn('42')
  expect(target()).toEqual({
    parent: { id: urn, cid: wordsPin('so dizzy 42') },
    root: { id: urn, cid: null },
  })
  const { comment: first } = notification('42').decoratedGeneratedActivity
  const under = { comment: { ...first, parentComment: commentUrn('7') } }
  expect(target({ decoratedGeneratedActivity: under })?.root.id).toBe(commentUrn('7'))
  expect(target({ action: 'COMMENT_MENTION' })).toBeNull()
  expect(target({ action: 'ADMIN_COMMENT' })).toBeNull()
  expect(target({}, 'urn:li:organization:78')).toBeNull()
  expect(linkedinReplyTarget(stored(urn, { message: 'x' }), 'urn:li:organization:77')).toBeNull()
})

it('X: the version that was read, under the id it is kept by', () => {
  const post = { id: '9', text: 'x', author_id: '5', entities: { mentions: [{ id: '77' }] } }
  expect(xReplyTarget(stored('9', { data: post }), '77')?.parent).toEqual({ id: '9', cid: null })
  expect(xReplyTarget(stored('8', { data: post }), '77')?.parent).toEqual({ id: '8', cid: '9' })
})

const meta = fixture('meta/testdata')
const youtube = fixture('youtube/testdata')
const unless = meta.absent || youtube.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''

describe.skipIf(unless !== '')(`of recorded traffic${unless}`, () => {
  it('YouTube: under videos of the own channel, where it is open', () => {
    const [thread] = recordedJson(
      `${youtube.path}/apidata/comment_threads/comment_threads_with_search.json`,
    ).items
    const { channelId } = thread.snippet
    const [post] = threadItems(thread, receivedAt).posts
    const target = (json: object, account: string | null = channelId) =>
      youtubeReplyTarget({ externalId: post?.externalId ?? '', raw: JSON.stringify(json) }, account)
    expect(target(thread)?.root).toEqual({ id: thread.id, cid: null })
    expect(target({ ...thread, snippet: { ...thread.snippet, canReply: false } })).toBeNull()
    expect(target(thread, 'UCaaaaaaaaaaaaaaaaaaaaaa')).toBeNull()
    expect(target(thread, null)).toBeNull()
    const answer = { id: `${thread.id}.91zT3cYb5B2`, snippet: { channelId, textDisplay: 'x' } }
    const under = youtubeReplyTarget(stored(answer.id, answer), channelId)
    expect(under).toEqual({ parent: { id: answer.id, cid: null }, root: { id: thread.id, cid: null } })
    expect(youtubeReplyTarget(stored('D-lhorsDlUQ', { id: 'D-lhorsDlUQ' }), channelId)).toBeNull()
  })

  it('Facebook: on the own page, where it is open', () => {
    const json = recordedJson(`${meta.path}/facebook/models/comment.json`)
    const postId = `2121008874780932_2954961744718970`
    const target = (over: object = {}, account = '2121008874780932') => {
      const post = facebookPost({ ...json, ...over }, { receivedAt, postId })
      return typeof post === 'string' ? null : facebookReplyTarget(post, account)
    }
    const first = { id: json.id, cid: null }
    expect(target()).toEqual({ parent: { id: json.id, cid: wordsPin(json.message) }, root: first })
    expect(target({ id: '2954961744718970_1', parent: { id: json.id } })?.root).toEqual(first)
    expect(target({ can_comment: false })).toBeNull()
    expect(target({ from: { id: '2121008874780932' } })).toBeNull()
    expect(target({}, '19292868552')).toBeNull()
  })

  it('Instagram: comments, under the first of their thread; neither media nor what mentions us elsewhere', () => {
    const json = recordedJson(`${meta.path}/instagram/models/ig_comment.json`)
    const { posts } = commentPosts(json, { receivedAt, mediaId: null })
    const roots = posts.map((post) => instagramReplyTarget(post, '17841406338772941')?.root.id)
    expect(roots[0]).toBe('17892250648466172')
    const media = mediaPost({ id: '1', caption: 'x' }, { receivedAt })
    expect(typeof media === 'string' ? media : instagramReplyTarget(media, '1')).toBeNull()
    expect(instagramReplyTarget(stored('5', { mentioned_comment: json }), '1')).toBeNull()
    expect(instagramReplyTarget(stored('5', { ...json, from: { id: '1' } }), '1')).toBeNull()
  })
})
