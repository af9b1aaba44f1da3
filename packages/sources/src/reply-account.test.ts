import type { Platform } from '@hark/domain'
import { expect, it } from 'vitest'
import { replyAccountOn } from './reply-account.ts'

const many =
  'did:plc:abc brand@mastodon.example x:77, facebook:19292868552 urn:li:organization:7 Zolvara_Team'

it.each<[Platform, string | null, string | null]>([
  ['bluesky', 'did:plc:abc', 'did:plc:abc'],
  ['practice', 'practice-safety-team', 'practice-safety-team'],
  ['bluesky', many, 'did:plc:abc'],
  ['mastodon', many, 'brand@mastodon.example'],
  ['x', many, '77'],
  ['facebook', many, '19292868552'],
  ['instagram', many, null],
  ['linkedin', many, 'urn:li:organization:7'],
  ['reddit', many, 'Zolvara_Team'],
  ['youtube', many, null],
  ['discourse', 'brand@forum.example/sub', 'brand@forum.example/sub'],
  ['x', '77', '77'],
  ['x', 'facebook:77', null],
  ['feed', many, null],
  ['bluesky', null, null],
  ['bluesky', ' ', null],
])('on %s, of %j: %s', (platform, accounts, expected) => {
  expect(replyAccountOn(platform, accounts)).toBe(expected)
})
