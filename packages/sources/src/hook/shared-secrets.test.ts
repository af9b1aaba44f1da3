import { expect, test } from 'vitest'
import { adapters } from '../adapters.ts'
import { sharedSecrets } from './shared-secrets.ts'

const of = (
  platform: 'feed' | 'discourse' | 'facebook' | 'x' | 'podcast',
  given: Record<string, string> = {},
) => sharedSecrets(adapters[platform] as never, { read: given, hook: {} }, () => 'made')

test('what the reader tells the hub by itself is one secret on both sides, and nobody has to enter it', () => {
  expect(of('feed')).toEqual({ read: { websub: 'made' }, hook: { websub: 'made' }, made: {} })
  expect(of('feed', { websub: 'mine' })).toEqual({
    read: { websub: 'mine' },
    hook: { websub: 'mine' },
    made: {},
  })
})

test('one of our own choosing is made, and shown to be entered', () => {
  expect(of('discourse')).toEqual({
    read: {},
    hook: { webhookSecret: 'made' },
    made: { webhookSecret: 'made' },
  })
})

test('one that the platform issues is never made', () => {
  expect(of('x', { bearerToken: 'b' })).toEqual({ read: { bearerToken: 'b' }, hook: {}, made: {} })
  expect(of('facebook')).toEqual({ read: {}, hook: { verifyToken: 'made' }, made: { verifyToken: 'made' } })
  expect(of('facebook', { appSecret: 'a' }).hook).toEqual({ appSecret: 'a', verifyToken: 'made' })
})

test('nothing is made where nothing is pushed', () => {
  expect(of('podcast')).toEqual({ read: {}, hook: {}, made: {} })
})
