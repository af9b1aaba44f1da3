import type { ReplyGround } from '@hark/db'
import type { Template } from '@hark/domain'
import { parseContent } from '@hark/sources'
import { expect, test } from 'vitest'
import type { ApiContext } from '../context.ts'
import { bytesOf, replyTarget } from './composing.ts'

const config = { HARK_REPLY_PLATFORMS: 'bluesky,mastodon,feed', HARK_PV_CONTACT: 'safety@brand.example' }
const ctx = { config } as ApiContext
const status = {
  id: '5',
  content: '<p>dizzy</p>',
  created_at: '2026-11-22T09:00:00Z',
  account: { id: '9', acct: 'writer' },
}
const ground = {
  platform: 'mastodon',
  externalId: '5',
  rootId: null,
  url: 'https://mastodon.example/@writer/5',
  raw: JSON.stringify(status),
  accounts: 'did:plc:abc brand@mastodon.example',
  sourceConfig: { server: 'https://mastodon.example' },
} as ReplyGround

test('of the accounts a programme names, the one of the platform answers, where the post was read', () => {
  const self = { id: '5', cid: null }
  expect(replyTarget(ctx, ground)).toEqual({
    account: 'brand@mastodon.example',
    target: { parent: self, root: self },
    byHand: false,
  })
})

test.each<[string, Partial<ReplyGround>, string]>([
  ['by an account of another instance', { accounts: 'brand@other.example' }, 'brand@other.example'],
  ['of our own', { accounts: 'writer@mastodon.example' }, 'writer@mastodon.example'],
  ['on a platform this deployment does not write to', { platform: 'x', accounts: '77' }, '77'],
])('an answer %s is posted by hand: its bytes say so', (_, over, account) => {
  const self = { id: '5', cid: null }
  const given = { ...ground, ...over }
  const to = replyTarget(ctx, given)
  expect(to).toEqual({ account, target: { parent: self, root: self }, byHand: true })
  const words = { text: 'Hello', template: { lang: 'en' } as Template, at: '2026-11-22T10:00:00.000Z' }
  expect(parseContent(bytesOf(to, given, words))).toMatchObject({ byHand: true, text: 'Hello' })
})

test.each<[string, Partial<ReplyGround>, string?]>([
  ['by nobody', { accounts: null }],
  ['on a platform without a writer', { platform: 'feed' }],
  ['to a practice post', { practice: true, accounts: 'brand@other.example' }],
  ['to a post without an address', { url: null, accounts: 'brand@other.example' }],
  ['by who only listens', {}, ''],
])('an answer %s is none', (_, over, platforms = config.HARK_REPLY_PLATFORMS) => {
  const at = { config: { ...config, HARK_REPLY_PLATFORMS: platforms } } as ApiContext
  expect(() => replyTarget(at, { ...ground, ...over })).toThrowError(
    expect.objectContaining({
      code: 'response.listen_only',
      message: expect.not.stringContaining('https://'),
    }),
  )
})

test('without an account of the platform the programme is incomplete', () => {
  const practice = { ...ground, platform: 'practice' as const, raw: '{}', accounts: null }
  const open = { config: { ...config, HARK_REPLY_PLATFORMS: 'practice' } } as ApiContext
  expect(() => replyTarget(open, practice)).toThrowError(
    expect.objectContaining({ code: 'programme.incomplete' }),
  )
})
