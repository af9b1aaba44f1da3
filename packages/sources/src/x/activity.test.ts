import { createHmac } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixture } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { parseActivity } from './activity.ts'
import { xHook } from './hook.ts'
import { xReplyTarget } from './reply.ts'

const { path, absent } = fixture('x/activity-payloads')
const needs = absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
const receivedAt = '2026-11-22T10:00:00.000Z'
const bodyOf = (name: string) => readFileSync(join(path, `${name}.json`))
const parse = (name: string) => parseActivity({ headers: {}, body: bodyOf(name), receivedAt })
const only = (name: string) => {
  const { posts } = parse(name)
  expect(posts).toHaveLength(1)
  return posts[0] as (typeof posts)[number]
}

describe.skipIf(absent)(`events X pushes${needs}`, () => {
  it('a mention becomes a post with its author, undetermined language as none', () => {
    expect(only('post.mention.create')).toMatchObject({
      platform: 'x',
      externalId: '2080765813578191303',
      revision: '',
      authorId: '2222222222222222222',
      authorHandle: 'OtherUser',
      text: 'hey @ExampleUser',
      lang: null,
      url: 'https://x.com/i/status/2080765813578191303',
      postedAt: '2026-07-24T21:23:23.000Z',
      receivedAt,
      parentId: null,
      rootId: null,
    })
  })

  it('a reply knows its parent and its root, a quote what it quotes, a repost what it repeats', () => {
    const root = '2080761390344937796'
    expect(only('post.reply.create')).toMatchObject({ parentId: root, rootId: root, lang: 'en' })
    expect(only('post.quote.create')).toMatchObject({ parentId: null, rootId: null, quotedId: root })
    expect(only('post.repost.create')).toMatchObject({ quotedId: root })
  })

  it('a deletion removes the post', () => {
    expect(parse('post.delete')).toEqual({
      posts: [],
      removals: [{ kind: 'post', externalId: '2080761269309813134', reason: 'deleted', at: receivedAt }],
    })
  })

  it('no other event, private messages least of all, leaves anything', () => {
    const names = readdirSync(path).map((name) => name.replace('.json', ''))
    const others = names.filter((name) => !name.startsWith('post.') && name !== 'Event_envelope')
    expect(others.length).toBeGreaterThan(15)
    for (const name of others) expect(parse(name)).toEqual({ posts: [] })
    expect(parse('Event_envelope')).toEqual({ posts: [], rejected: [{ reason: 'item.unknown_shape' }] })
  })

  it('reads the same of either generation of names', () => {
    const old = bodyOf('post.reply.create').toString()
    const renamed = old
      .replaceAll('edit_history_tweet_ids', 'edit_history_post_ids')
      .replaceAll('referenced_tweets', 'referenced_posts')
      .replaceAll('in_reply_to_tweet_id', 'in_reply_to_post_id')
    expect(renamed).not.toBe(old)
    const { posts } = parseActivity({ headers: {}, body: Buffer.from(renamed), receivedAt })
    expect(posts[0]).toEqual({ ...only('post.reply.create'), raw: renamed })
  })

  it('an edit is a version of its first id', () => {
    const edited = JSON.parse(bodyOf('post.create').toString())
    const { payload } = edited.data
    Object.assign(payload, { id: '2080761999999999999', text: 'a &lt;b&gt; &amp;amp; c' })
    payload.edit_history_tweet_ids.push(payload.id)
    const body = Buffer.from(JSON.stringify(edited))
    expect(parseActivity({ headers: {}, body, receivedAt }).posts[0]).toMatchObject({
      externalId: '2080761390344937796',
      revision: '2080761999999999999',
      text: 'a <b> &amp; c',
      url: 'https://x.com/i/status/2080761999999999999',
      rootId: null,
    })
  })

  it('can be answered by API by whom the author summoned, and by nobody else', () => {
    const target = (name: string) => xReplyTarget(only(name))
    expect(target('post.mention.create')?.parent.id).toBe('2080765813578191303')
    expect(target('post.quote.create')?.parent.id).toBe('2090000000000000002')
    expect(target('post.reply.create')).toEqual({
      parent: { id: '2090000000000000001', cid: null },
      root: { id: '2080761390344937796', cid: null },
    })
    expect(target('post.create')).toBeNull()
    expect(target('post.repost.create')).toBeNull()
    expect(xReplyTarget({ externalId: '1', rootId: null, raw: '{' })).toBeNull()
  })

  it('of a streamed post only our own account is known to be summoned', () => {
    const { payload, includes } = JSON.parse(bodyOf('post.mention.create').toString()).data
    const listed = (data: object) => ({
      externalId: payload.id,
      rootId: null,
      raw: JSON.stringify({ data, includes }),
    })
    expect(xReplyTarget(listed(payload), '1111111111111111111')?.parent.id).toBe(payload.id)
    expect(xReplyTarget(listed(payload), '3333333333333333333')).toBeNull()
    expect(xReplyTarget(listed(payload))).toBeNull()
    const quote = { ...payload, entities: undefined, referenced_posts: [{ type: 'quoted', id: '5' }] }
    const ours = { id: '5', text: 'ours', author_id: '1111111111111111111' }
    const raw = JSON.stringify({ data: quote, includes: { tweets: [ours] } })
    expect(xReplyTarget({ ...listed(quote), raw }, '1111111111111111111')).not.toBeNull()
  })
})

describe('the webhook of X', () => {
  const secrets = { consumerSecret: 'a secret' }
  const body = Buffer.from('{"data":{"event_uuid":"-278","event_type":"post.delete","payload":{}}}')
  const signed = `sha256=${createHmac('sha256', 'a secret').update(body).digest('base64')}`
  const request = (over: object) => ({
    method: 'POST' as const,
    query: new URLSearchParams(),
    headers: { 'x-twitter-webhooks-signature': signed },
    body,
    nowMs: 0,
    ...over,
  })

  it('answers the challenge with its proof', () => {
    const asked = request({ method: 'GET', query: new URLSearchParams({ crc_token: 'abc' }) })
    const proof = createHmac('sha256', 'a secret').update('abc').digest('base64')
    expect(JSON.parse(xHook.handshake?.(asked, secrets)?.body ?? '')).toEqual({
      response_token: `sha256=${proof}`,
    })
    expect(xHook.handshake?.(request({ method: 'GET' }), secrets)).toBeNull()
    expect(xHook.handshake?.(asked, {})?.status).toBe(403)
  })

  it('takes only what X signed, byte for byte', () => {
    expect(xHook.verify(request({}), secrets)).toBe(true)
    expect(xHook.verify(request({ body: Buffer.from(`${body} `) }), secrets)).toBe(false)
    expect(xHook.verify(request({ headers: {} }), secrets)).toBe(false)
    expect(xHook.verify(request({}), { consumerSecret: '' })).toBe(false)
    expect(xHook.deliveryId?.(request({}))).toBe('-278')
  })
})
