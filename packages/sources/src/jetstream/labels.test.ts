import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blueskySockets, labelersOf, publicJetstreams } from './config.ts'
import { errorFrame, hiddenUri, infoFrame, labeler, labelsFrame } from './label-server.fixture.ts'
import { type Label, labelsIn, parseLabelFrame, removalByLabel } from './labels.ts'

const now = Date.UTC(2026, 10, 22, 12)
const cts = '2026-11-22T10:00:00.000Z'
const uri = hiddenUri('3k')
const did = 'did:plc:author'

describe('what a label asks', () => {
  const asked = (label: Partial<Label>) =>
    removalByLabel({ src: labeler, uri, val: '!hide', cts, ...label }, labeler, now)
  const at = cts

  test.each<[string, Partial<Label>, object | null]>([
    ['!hide of a post hides it', {}, { kind: 'post', externalId: uri, reason: 'hidden', at }],
    ['so does !takedown', { val: '!takedown' }, { kind: 'post', externalId: uri, reason: 'hidden', at }],
    ['negated, it is lifted', { neg: true }, { kind: 'post_restored', externalId: uri, at }],
    [
      'of an account, all of it',
      { uri: did, val: '!takedown' },
      { kind: 'author', authorId: did, reason: 'hidden', at },
    ],
    ['and lifted', { uri: did, neg: true }, { kind: 'author_restored', authorId: did, of: 'hidden', at }],
    ['spam is an opinion', { val: 'spam' }, null],
    ['so is a warning', { val: '!warn' }, null],
    ['and what an author says of the own post', { val: '!hide', src: did }, null],
    ['a profile is no post', { uri: `at://${did}/app.bsky.actor.profile/self` }, null],
    ['what ran out asks nothing', { exp: '2026-11-22T11:00:00.000Z' }, null],
    [
      'what will run out does',
      { exp: '2026-11-23T11:00:00.000Z' },
      { kind: 'post', externalId: uri, reason: 'hidden', at },
    ],
  ])('%s', (_name, label, expected) => {
    expect(asked(label)).toEqual(expected)
  })

  test('a time in the future, or none, is now', () => {
    for (const odd of ['2036-01-01T00:00:00Z', 'soon'])
      expect(asked({ cts: odd })).toMatchObject({ at: new Date(now).toISOString() })
  })

  test('labels of a view are read one by one', () => {
    expect(labelsIn([{ src: labeler, uri, val: 'x', cts }, null, { val: 5 }])).toHaveLength(1)
    expect(labelsIn('none')).toEqual([])
  })
})

describe('a frame', () => {
  test('labels, notices and errors', () => {
    expect(parseLabelFrame(labelsFrame(7, { uri, val: '!hide' }))).toMatchObject({
      kind: 'labels',
      seq: 7,
      items: [{ uri, val: '!hide', src: labeler }],
    })
    expect(parseLabelFrame(infoFrame('OutdatedCursor'))).toEqual({ kind: 'info', name: 'OutdatedCursor' })
    expect(parseLabelFrame(infoFrame('<b>'))).toEqual({ kind: 'info', name: 'Unnamed' })
    expect(parseLabelFrame(errorFrame('FutureCursor'))).toEqual({ kind: 'error', name: 'FutureCursor' })
    expect(parseLabelFrame(Buffer.from('{"op":1}'))).toEqual({ kind: 'unreadable' })
  })

  test('never throws, whatever arrives, cut anywhere', () => {
    const whole = labelsFrame(7, { uri, val: '!hide' })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.nat(whole.length).map((n) => whole.subarray(0, n)),
        ),
        (bytes) => {
          expect(['labels', 'info', 'error', 'unreadable']).toContain(parseLabelFrame(bytes).kind)
        },
      ),
    )
  })
})

describe('whose labels are believed', () => {
  const named = `wss://mod.example#${labeler}`

  test('those named; else the network’s own moderators where its own servers are listened to', () => {
    expect(labelersOf({ urls: ['wss://own.example'], labelers: [named] })).toEqual([
      { url: 'wss://mod.example/', did: labeler },
    ])
    expect(labelersOf({ urls: ['wss://own.example'] })).toEqual([])
    expect(labelersOf({ urls: publicJetstreams, labelers: [] })).toEqual([])
    expect(labelersOf({ urls: publicJetstreams })).toHaveLength(1)
  })

  test('every socket a configuration opens is named', () => {
    expect(blueskySockets({ urls: ['wss://own.example'], labelers: [named] })).toEqual([
      'wss://own.example',
      'wss://mod.example/',
    ])
    expect(blueskySockets({})).toContain('wss://mod.bsky.app/')
    expect(blueskySockets({ urls: 5 })).toEqual([])
    expect(blueskySockets({ labelers: ['wss://mod.example'] })).toEqual([])
  })
})
