import { expect, test } from 'vitest'
import { mastodonMention } from './reply.ts'
import { status } from './stage.fixture.ts'

const named = (account: object | undefined, by: string | null = 'brand@mastodon.example') =>
  mastodonMention({ raw: JSON.stringify(status({ account })) }, by, { server: 'https://mastodon.example' })

test.each<[string, object | undefined, string | null, string | null]>([
  ['of the account’s instance', { id: '9', acct: 'ana_b' }, 'brand@mastodon.example', '@ana_b'],
  ['of another', { id: '9', acct: 'ana@far.example' }, 'brand@mastodon.example', '@ana@far.example'],
  ['seen from an account elsewhere', { id: '9', acct: 'ana' }, 'b@other.example', '@ana@mastodon.example'],
  ['with nobody to answer', { id: '9', acct: 'ana' }, null, '@ana@mastodon.example'],
  ['with a name in other letters', { id: '9', acct: 'ana@straße.example' }, null, '@ana@straße.example'],
  ['whose name is no name', { id: '9', acct: 'ana hello @everybody' }, null, null],
  ['without a name', undefined, 'brand@mastodon.example', null],
  ['who asks not to be found', { id: '9', acct: 'ana', indexable: false }, null, null],
])('an author %s', (_, account, by, expected) => expect(named(account, by)).toBe(expected))

test('nobody is named where the instance or the status is not known', () => {
  expect(mastodonMention({ raw: JSON.stringify(status()) }, 'brand@mastodon.example', {})).toBeNull()
  expect(
    mastodonMention({ raw: '' }, 'brand@mastodon.example', { server: 'https://mastodon.example' }),
  ).toBeNull()
})
