import type { ReplyGround } from '@hark/db'
import { expect, test } from 'vitest'
import type { ApiContext } from '../context.ts'
import { replyTarget } from './composing.ts'

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
  })
})

test.each<[string, Partial<ReplyGround>]>([
  ['by an account of another instance', { accounts: 'brand@other.example' }],
  ['by nobody', { accounts: null }],
  ['of our own', { accounts: 'writer@mastodon.example' }],
  ['on a platform without a writer', { platform: 'feed' }],
])('an answer %s is left to a person, who is told where', (_, over) => {
  expect(() => replyTarget(ctx, { ...ground, ...over })).toThrowError(
    expect.objectContaining({
      code: 'response.listen_only',
      message: expect.stringContaining('answer by hand: https://mastodon.example/@writer/5'),
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
