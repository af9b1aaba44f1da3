import type { Fault } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import { safeFetch } from '../fetch/safe-fetch.ts'
import { blueskyAdapter } from './adapter.ts'
import { absent, moderator, needs, network, type Told, told } from './asked-network.fixture.ts'
import { missedIn } from './recheck.ts'

const hidden = [{ src: moderator, val: '!hide' }]

describe.skipIf(absent)(`posts held are asked after${needs}`, () => {
  test.each<[string, Partial<Told>, object | undefined]>([
    ['shown as it was', {}, { now: 'same' }],
    ['deleted by its author', { shown: false, kept: false }, { now: 'gone', reason: 'deleted' }],
    [
      'deleted with its account',
      { shown: false, profile: 'unknown', repo: 'RepoNotFound', kept: false },
      { now: 'gone', reason: 'deleted' },
    ],
    [
      'of an identity that was ended',
      { shown: false, profile: 'unknown', identity: 'ended' },
      { now: 'gone', reason: 'deleted' },
    ],
    ['not indexed yet', { shown: false }, { now: 'same' }],
    [
      'of an account taken down at the AppView alone',
      { shown: false, profile: 'AccountTakedown' },
      { now: 'away', reason: 'taken_down' },
    ],
    [
      'of an account that is deactivated',
      { shown: false, profile: 'AccountDeactivated', repo: 'deactivated' },
      { now: 'away', reason: 'deactivated' },
    ],
    ...(['suspended', 'deactivated'] as const).map((repo): [string, Partial<Told>, object] => [
      `of an account ${repo} at its server, which the AppView has not heard`,
      { shown: false, repo },
      { now: 'away', reason: repo },
    ]),
    [
      'of an account taken down at its server',
      { shown: false, profile: 'unknown', repo: 'takendown' },
      { now: 'away', reason: 'taken_down' },
    ],
    ['of a server that is throttled', { shown: false, repo: 'throttled' }, undefined],
    ['of a server that does not answer', { shown: false, repo: 'down', kept: false }, undefined],
    [
      'of an identity nobody knows',
      { shown: false, identity: 'unregistered', kept: false, profile: 'unknown' },
      undefined,
    ],
    ['hidden by a label, and shown', { labels: hidden }, { now: 'gone', reason: 'hidden' }],
    ['hidden by a label, and not shown', { shown: false, labels: hidden }, { now: 'gone', reason: 'hidden' }],
    ['labelled by a stranger', { labels: [{ src: 'did:plc:stranger', val: '!hide' }] }, { now: 'same' }],
    ['of which somebody thinks little', { labels: [{ src: moderator, val: 'spam' }] }, { now: 'same' }],
    [
      'with its label lifted',
      { labels: [...hidden, { src: moderator, val: '!hide', neg: true }] },
      { now: 'same' },
    ],
  ])('%s', async (_, state, expected) => {
    const [post, other] = told(2) as [Told, Told]
    const { player, ask } = await network([{ ...post, ...state }, other])
    await using _player = player
    const answers = await ask()
    if (expected === undefined) expect(answers.get(post.uri)).toBeUndefined()
    else expect(answers.get(post.uri)).toMatchObject(expected)
    expect(answers.get(other.uri)).toMatchObject({ now: 'same' })
  })

  test('another content is another version, named by it', async () => {
    const [post] = told(1) as [Told]
    const cid = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a'
    const edited = { ...post, cid, record: { ...post.record, text: 'Zolvara, and I am well again' } }
    const { player, ask } = await network([edited])
    await using _ = player
    expect((await ask()).get(post.uri)).toMatchObject({
      now: 'changed',
      post: { externalId: post.uri, revision: cid, text: 'Zolvara, and I am well again', authorId: post.did },
    })
  })

  test('25 posts a question, and what is shown is asked after nowhere else', async () => {
    const posts = told(60)
    const { player, ask } = await network(posts)
    await using _ = player
    expect((await ask()).size).toBe(60)
    expect(player.asked.map(({ query }) => query.getAll('uris').length)).toEqual([25, 25, 10])
  })

  const failures: [string, Fault][] = [
    ['fails', { status: 500 }],
    ['is not there', { status: 404, body: 'nothing here' }],
    ['asks for patience', { status: 429, headers: { 'retry-after': '60' } }],
    ['breaks off', { cutAfter: 10 }],
    ['answers nonsense', { status: 200, body: '<html>' }],
  ]
  const refused: Fault = { status: 400, body: JSON.stringify({ error: 'InvalidRequest', message: 'no' }) }
  test.each<[string, string, Fault]>([
    ...failures.map(([how, fault]): [string, string, Fault] => ['app.bsky.actor.getProfile', how, fault]),
    ...failures.map(([how, fault]): [string, string, Fault] => ['app.bsky.feed.getPosts', how, fault]),
    ['app.bsky.feed.getPosts', 'refuses', refused],
  ])('where %s of an AppView %s, nothing is said of any post', async (method, _how, fault) => {
    const posts = told(3).map((post) => ({ ...post, shown: false, kept: false }))
    const { player, ask } = await network(posts)
    await using _ = player
    player.fail([fault], `/xrpc/${method}`)
    await expect(ask()).rejects.toThrow()
  })

  test.each(['/did:plc:', '/xrpc/com.atproto.sync.getRepoStatus', '/xrpc/com.atproto.repo.getRecord'])(
    'whatever goes wrong at %s, no post is taken as deleted for it',
    async (path) => {
      const posts = told(5).map((post) => ({ ...post, shown: false, kept: false }))
      const { player, ask } = await network(posts)
      await using _ = player
      const mute = { error: 'InternalServerError', message: '' }
      player.fail(
        [
          { status: 500 },
          { status: 404, body: 'not here' },
          { status: 200, body: '{}' },
          { cutAfter: 5 },
          { status: 400, body: JSON.stringify(mute) },
        ],
        path,
      )
      const first = await ask()
      expect([...first.values()].filter(({ now }) => now === 'gone')).toEqual([])
    },
  )

  test('what was answered before the allowance was spent counts', async () => {
    const posts = told(60)
    const { player, ask } = await network(posts, { budget: 2 })
    await using _ = player
    expect((await ask()).size).toBe(50)
    await expect(ask()).rejects.toMatchObject({ kind: 'limited', code: 'budget.spent' })
  })

  test('a source asks where it has an AppView, and only of its own posts', async () => {
    const [post] = told(1) as [Told]
    const { player, ask } = await network([post])
    await using _ = player
    expect((await ask(['https://example.org/1', 'at://did:plc:x/app.bsky.graph.list/1'])).size).toBe(0)
    expect(player.asked).toEqual([])
    const http = safeFetch({ offline: true })
    expect(blueskyAdapter.open({}, { http }).recheck).toBeDefined()
    expect(blueskyAdapter.open({ appView: null }, { http }).recheck).toBeUndefined()
  })
})

test.each<[string, boolean]>([
  ['', true],
  ['search:2026-11-22T00:00:00.000Z', true],
  ['labels:mod.bsky.app', true],
  ['stream', false],
  ['reader', false],
])('whether deletions were missed in a gap of the lane "%s": %s', (lane, missed) => {
  expect(missedIn(lane)).toBe(missed)
})
