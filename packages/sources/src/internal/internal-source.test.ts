import { describe, expect, it } from 'vitest'
import { internalAdapter } from './adapter.ts'
import { parseInternal } from './internal-source.ts'
import { shown } from './slack.ts'

const receivedAt = '2026-11-22T10:00:00.000Z'
const deliver = (body: object | string, type = 'application/json') =>
  parseInternal({
    headers: { 'content-type': type },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    receivedAt,
  })
const slack = (event: object) =>
  deliver({ token: 'secret', team_id: 'T1', type: 'event_callback', event_id: 'Ev1', event })
const message = {
  type: 'message',
  channel: 'C1',
  channel_type: 'channel',
  user: 'U1',
  ts: '1763805600.000100',
}

describe('Slack', () => {
  it('a message in an open channel, its thread and its files; no token is kept', () => {
    const thread_ts = '1763800000.000200'
    const files = [
      { title: 'a rash', mimetype: 'image/png' },
      { name: 'leaflet.pdf', mimetype: 'application/pdf' },
    ]
    const { posts } = slack({
      ...message,
      thread_ts,
      files,
      text: 'since <@U2|ann> took <https://e.example|zolvara> &lt;3 &amp;amp;',
    })
    expect(posts[0]).toMatchObject({
      platform: 'internal',
      externalId: 'T1/C1/1763805600.000100',
      revision: '',
      authorId: 'U1',
      text: 'since @ann took zolvara (https://e.example) <3 &amp;',
      postedAt: '2025-11-22T10:00:00.000Z',
      receivedAt,
      parentId: `T1/C1/${thread_ts}`,
      rootId: `T1/C1/${thread_ts}`,
      media: [
        { kind: 'image', alt: 'a rash' },
        { kind: 'link', alt: 'leaflet.pdf' },
      ],
    })
    expect(posts[0]?.raw).not.toContain('secret')
  })

  it('an edit is a version, and what was there before is not kept; a deletion removes', () => {
    const edit = {
      ...message,
      subtype: 'message_changed',
      message: {
        type: 'message',
        user: 'U1',
        text: 'after',
        ts: message.ts,
        edited: { ts: '1763805700.000000' },
      },
      previous_message: { text: 'before', ts: message.ts },
    }
    const { posts } = slack(edit)
    expect(posts[0]).toMatchObject({
      externalId: `T1/C1/${message.ts}`,
      revision: '1763805700.000000',
      text: 'after',
    })
    expect(posts[0]?.raw).not.toContain('before')
    const removal = { kind: 'post', externalId: `T1/C1/${message.ts}`, reason: 'deleted', at: receivedAt }
    expect(slack({ ...message, subtype: 'message_deleted', deleted_ts: message.ts })).toEqual({
      posts: [],
      removals: [removal],
    })
    expect(slack({ ...edit, message: { ...edit.message, subtype: 'tombstone' } })).toEqual({
      posts: [],
      removals: [removal],
    })
  })

  it.each<[string, object, string]>([
    ['a direct message', { ...message, channel_type: 'im', text: 'a' }, 'item.not_public'],
    ['a private channel', { ...message, channel_type: 'group', text: 'a' }, 'item.not_public'],
    ['a bot', { ...message, bot_id: 'B1', text: 'a' }, 'item.automatic'],
    ['somebody joining', { ...message, subtype: 'channel_join', text: 'joined' }, 'item.no_words'],
    ['nothing', { ...message, text: null }, 'text.absent'],
    ['no time', { ...message, ts: undefined, text: 'a' }, 'item.unknown_shape'],
  ])('%s is no post', (_, event, reason) => {
    expect(slack(event)).toEqual({ posts: [], rejected: [{ reason }] })
  })

  it('other events leave nothing', () => {
    expect(slack({ type: 'reaction_added' })).toEqual({ posts: [] })
    expect(deliver({ type: 'app_rate_limited', team_id: 'T1' })).toEqual({ posts: [] })
    expect(shown('<!here> <#C1|general> a < b')).toBe('@here #general a < b')
  })
})

describe('Teams and Mattermost', () => {
  it('a message to a Teams outgoing webhook, in its thread', () => {
    const conversation = { id: '19:abc@thread.tacv2;messageid=17', conversationType: 'channel' }
    const activity = {
      type: 'message',
      id: '18',
      timestamp: '2026-11-22T09:59:00.123Z',
      locale: 'de-DE',
      from: { id: '29:x', name: 'Ann', aadObjectId: 'guid' },
      conversation,
      channelData: {},
      text: '<p><at>Hark</at>&nbsp;Patientin mit Ausschlag &amp; Fieber</p>',
      attachments: [
        { contentType: 'text/html', content: 'the same' },
        { contentType: 'image/*', name: 'arm' },
      ],
    }
    expect(deliver(activity).posts[0]).toMatchObject({
      externalId: '19:abc@thread.tacv2/18',
      authorId: 'guid',
      authorHandle: 'Ann',
      text: 'Hark\u00a0Patientin mit Ausschlag & Fieber',
      lang: 'de-DE',
      rootId: '19:abc@thread.tacv2/17',
      postedAt: '2026-11-22T09:59:00.123Z',
      media: [{ kind: 'image', alt: 'arm' }],
    })
    expect(
      deliver({ ...activity, conversation: { ...conversation, conversationType: 'personal' } }),
    ).toMatchObject({
      rejected: [{ reason: 'item.not_public' }],
    })
    expect(deliver({ ...activity, type: 'conversationUpdate' })).toEqual({ posts: [] })
  })

  it.each(['application/json', 'application/x-www-form-urlencoded'])('a Mattermost message as %s', (type) => {
    const fields = {
      token: 'secret',
      channel_id: 'c1',
      post_id: 'p1',
      user_id: 'u1',
      user_name: 'ann',
      text: 'zolvara & rash',
      timestamp: '1763805600000',
    }
    const { posts } = deliver(type.endsWith('json') ? fields : new URLSearchParams(fields).toString(), type)
    expect(posts[0]).toMatchObject({
      externalId: 'c1/p1',
      authorId: 'u1',
      authorHandle: 'ann',
      text: 'zolvara & rash',
      postedAt: '2025-11-22T10:00:00.000Z',
    })
    expect(posts[0]?.raw).not.toContain('secret')
  })
})

describe('our own shape', () => {
  it('posts, edits, deletions, each judged for itself', () => {
    const posts = [
      {
        id: 9_007_199_254_740_991,
        text: ' a ',
        author: { id: 7, name: 'Ann' },
        reply_to: '16',
        at: '2026-11-22T09:00:00+01:00',
      },
      { id: '2', text: '<p>b</p>', edited_at: '2026-11-22T09:30:00Z', url: 'javascript:alert(1)' },
      { id: '3', text: 'c', private: true },
      { id: '4', text: ' ' },
      { text: 'no id' },
    ]
    expect(deliver({ posts, deleted: ['9', 8, null] })).toMatchObject({
      posts: [
        {
          externalId: '9007199254740991',
          text: 'a',
          authorId: '7',
          parentId: '16',
          postedAt: '2026-11-22T08:00:00.000Z',
        },
        { externalId: '2', text: 'b', revision: '2026-11-22T09:30:00.000Z', url: null },
      ],
      rejected: [{ reason: 'item.not_public' }, { reason: 'text.absent' }, { reason: 'item.unknown_shape' }],
      removals: [{ externalId: '9' }, { externalId: '8' }],
    })
    expect(deliver('{"id":12345678901234567890,"text":"alone"}').posts[0]?.externalId).toBe(
      '12345678901234567890',
    )
  })

  it.each(['', '[]', '{', '{"nothing":1}', 'null'])('%j is of no known shape', (body) => {
    expect(() => deliver(body)).toThrow('event.unknown_shape')
  })

  it('waits, and is answered by nobody', async () => {
    const stop = new AbortController()
    stop.abort()
    expect(await internalAdapter.open({ network: 'slack' }).read(stop.signal, null).next()).toMatchObject({
      done: true,
    })
    expect(internalAdapter.replyTarget({ externalId: '1', rootId: null, raw: '{}' })).toBeNull()
  })
})
