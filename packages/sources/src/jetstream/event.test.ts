import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseJetstream } from './event.ts'
import { mayConcernPosts } from './prefilter.ts'
import { postLine, v2Frame } from './sample-lines.ts'

const did = 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa'

describe('one line of the stream', () => {
  test('v1 and v2 say the same of the same commit', () => {
    const v1 = parseJetstream(postLine({ did, text: 'Nothing to see', timeUs: 1_783_175_888_090_631 }))
    const v2 = parseJetstream(v2Frame({ did, text: 'Nothing to see', timeUs: 1_783_175_888_090_631, seq: 7 }))
    expect(v1).toMatchObject({ kind: 'post', did, seq: null, timeUs: 1_783_175_888_090_631 })
    expect(v2).toEqual({ ...v1, seq: 7 })
  })

  test.each([
    ['{', { kind: 'malformed', reason: 'line.not_json' }],
    ['[]', { kind: 'malformed', reason: 'line.unknown_shape' }],
    [
      '{"did":"did:plc:x","time_us":"1","kind":"commit"}',
      { kind: 'malformed', reason: 'line.unknown_shape' },
    ],
    [
      '{"did":"did:plc:x","time_us":1,"kind":"commit"}',
      { kind: 'malformed', reason: 'commit.unknown_shape' },
    ],
    [
      '{"did":"did:plc:x","time_us":1,"kind":"account","account":{}}',
      { kind: 'malformed', reason: 'account.unknown_shape' },
    ],
    ['{"did":"did:plc:x","time_us":1,"kind":"identity"}', { kind: 'other', timeUs: 1, seq: null }],
    ['{"did":"did:plc:x","time_us":1,"kind":"telepathy"}', { kind: 'other', timeUs: 1, seq: null }],
    ['{"$type":"error","error":"ConsumerTooSlow","message":"x"}', { kind: 'error', name: 'ConsumerTooSlow' }],
    ['{"$type":"error","error":"<script>"}', { kind: 'error', name: 'Unnamed' }],
    [
      '{"$type":"message","payload":{"$type":"network.bsky.jetstream.subscribeEvents#info","name":"OutdatedCursor"}}',
      { kind: 'info', name: 'OutdatedCursor' },
    ],
    ['{"$type":"telemetry","payload":{}}', { kind: 'info', name: 'UnknownFrame' }],
    ['{"$type":"message","payload":null}', { kind: 'malformed', reason: 'line.unknown_shape' }],
    [
      '{"$type":"message","payload":{"$type":"a#commit","seq":1,"did":"did:plc:x","time":"noon"}}',
      { kind: 'malformed', reason: 'line.bad_time' },
    ],
  ])('%s', (line, expected) => {
    expect(parseJetstream(line)).toEqual(expected)
  })

  test('account events of both wires', () => {
    const account = { active: false, status: 'takendown', did, seq: 1, time: '2026-07-04T14:38:07.877Z' }
    const v1 = JSON.stringify({ did, time_us: 5, kind: 'account', account })
    const payload = {
      $type: 'network.bsky.jetstream.subscribeEvents#account',
      seq: 9,
      did,
      time: '1970-01-01T00:00:00.000005Z',
      account,
    }
    const v2 = JSON.stringify({ $type: 'message', payload })
    expect(parseJetstream(v1)).toEqual({
      kind: 'account',
      timeUs: 5,
      seq: null,
      did,
      active: false,
      status: 'takendown',
    })
    expect(parseJetstream(v2)).toEqual({
      kind: 'account',
      timeUs: 5,
      seq: 9,
      did,
      active: false,
      status: 'takendown',
    })
    expect(mayConcernPosts(Buffer.from(v1)) && mayConcernPosts(Buffer.from(v2))).toBe(true)
  })

  test('never throws, whatever arrives', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (line) => {
        expect(parseJetstream(line)).toHaveProperty('kind')
      }),
    )
  })

  test('the byte filter lets every post, deletion, account event and notice through', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('create', 'update', 'delete'),
        (text, operation) => {
          expect(mayConcernPosts(Buffer.from(postLine({ text, operation })))).toBe(true)
          expect(mayConcernPosts(Buffer.from(v2Frame({ text, operation, seq: 1 })))).toBe(true)
        },
      ),
    )
    const like = {
      did,
      kind: 'commit',
      commit: {
        collection: 'app.bsky.feed.like',
        record: { subject: { uri: `at://${did}/app.bsky.feed.post/3k` } },
      },
    }
    expect(mayConcernPosts(Buffer.from(JSON.stringify(like)))).toBe(false)
  })
})
