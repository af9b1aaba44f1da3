import { describe, expect, test } from 'vitest'
import { type PostCommit, parseJetstream } from '../jetstream/event.ts'
import { parseRecord, toPost } from '../jetstream/record.ts'
import { postLine, v2Frame } from '../jetstream/sample-lines.ts'
import { blueskyReplyTarget } from './content.ts'
import { blueskyLength } from './limits.ts'

describe('what a reply refers to', () => {
  const stored = (raw: string) => {
    const commit = parseJetstream(raw) as PostCommit
    const record = parseRecord(commit.record)
    if (!record) throw new Error('sample without record')
    return toPost(commit, record, { raw, receivedAt: '2026-11-22T00:00:00.000Z', revision: '' })
  }

  test('a post that starts a thread is its own root', () => {
    for (const raw of [postLine(), v2Frame({ seq: 1 })]) {
      const post = stored(raw)
      const self = { id: post.externalId, cid: 'bafyreia' }
      expect(blueskyReplyTarget(post)).toEqual({ parent: self, root: self })
    }
  })

  test('an answer hands on the root of its thread', () => {
    const root = { uri: 'at://did:plc:r/app.bsky.feed.post/1', cid: 'bafyreir' }
    const post = stored(postLine({ record: { text: 'me too', reply: { root, parent: root } } }))
    expect(blueskyReplyTarget(post)).toEqual({
      parent: { id: post.externalId, cid: 'bafyreia' },
      root: { id: root.uri, cid: root.cid },
    })
  })

  test('a post that was found by search, or came as context, is answered at the version shown', () => {
    const root = { uri: 'at://did:plc:r/app.bsky.feed.post/1', cid: 'bafyreir' }
    const view = { uri: 'at://x', cid: 'bafyreiv', author: { did: 'did:plc:x' }, record: { text: 'me too' } }
    const self = { id: 'at://x', cid: 'bafyreiv' }
    expect(blueskyReplyTarget({ externalId: 'at://x', raw: JSON.stringify(view) })).toEqual({
      parent: self,
      root: self,
    })
    const raw = JSON.stringify({ ...view, record: { text: 'me too', reply: { root, parent: root } } })
    expect(blueskyReplyTarget({ externalId: 'at://x', raw })).toEqual({
      parent: self,
      root: { id: root.uri, cid: root.cid },
    })
  })

  test('a post that came in a file cannot be answered by API', () => {
    expect(blueskyReplyTarget({ externalId: 'at://x', raw: '{"text":"x"}' })).toBeNull()
    expect(blueskyReplyTarget({ externalId: 'at://x', raw: postLine({ operation: 'delete' }) })).toBeNull()
  })
})

describe('the length Bluesky counts', () => {
  test.each([
    ['', 0, 0, true],
    ['é', 1, 2, true],
    ['👩‍👩‍👧‍👦', 1, 25, true],
    ['x'.repeat(300), 300, 300, true],
    ['x'.repeat(301), 301, 301, false],
    ['👩‍👩‍👧‍👦'.repeat(121), 121, 3_025, false],
  ])('%s', (text, graphemes, bytes, withinLimits) => {
    expect(blueskyLength(text)).toEqual({ graphemes, bytes, withinLimits })
  })
})
