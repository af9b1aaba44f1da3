import { describe, expect, it } from 'vitest'
import { act, orderOn, secret } from '../write/stage.fixture.ts'
import { absent, cassette, needs } from './played.fixture.ts'
import { comment, listing, redditStage } from './stage.fixture.ts'

const signal = new AbortController().signal
const order = orderOn(redditStage)

describe('a reply on Reddit', () => {
  it('signs in with the refresh token, and names the account in every request', async () => {
    const { player, publisher, writes } = await act(redditStage)
    await using _ = player
    await publisher.send(order, signal)
    await publisher.reconcile(order, signal)
    expect(player.asked.filter(({ path }) => path === '/api/v1/access_token')).toHaveLength(1)
    expect(new URLSearchParams(player.asked[0]?.body).get('refresh_token')).toBe(secret)
    expect(new Set(player.asked.map(({ headers }) => headers['user-agent']))).toEqual(
      new Set(['node:hark:0.1 (by /u/Zolvara_Team)']),
    )
    const { api_type, thing_id } = Object.fromEntries(new URLSearchParams(writes()[0]?.body))
    expect([api_type, thing_id]).toEqual(['json', 't1_abc'])
  })

  it('is not written under what moderators have closed', async () => {
    const there = { body: listing(comment({ locked: true })) }
    const { player, publisher, writes } = await act(redditStage, { there })
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ reason: 'target.closed', retryable: false })
    expect(writes()).toEqual([])
  })

  it('is looked for before all else when it is sent again: nothing is written twice', async () => {
    const { player, publisher, writes } = await act(redditStage, {
      list: [{ body: redditStage.absent }, { body: redditStage.listed }],
    })
    await using _ = player
    player.fail([{ cutAfter: 0 }], redditStage.writeAt)
    expect(await publisher.send(order, signal)).toMatchObject({ outcome: 'unknown' })
    expect(await publisher.send(order, signal)).toMatchObject({ outcome: 'sent', remoteId: 't1_xyz' })
    expect(writes()).toHaveLength(1)
  })

  it.each([
    ['THREAD_LOCKED', 'platform.invalid:THREAD_LOCKED', false],
    ['USER_BLOCKED', 'platform.invalid:USER_BLOCKED', false],
    ['RATELIMIT', 'platform.rate_limited:RATELIMIT', true],
    ['a sentence with words of a post', 'platform.invalid', false],
  ])('an error named %s', async (name, reason, retryable) => {
    const body = { json: { errors: [[name, 'canary', 'parent']] } }
    const { player, publisher } = await act(redditStage, { write: { body } })
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ outcome: 'not_sent', reason, retryable })
  })
})

describe.skipIf(absent)(`recorded with the real Reddit${needs}`, () => {
  it('a comment’s id is read from the list of things that every write of a comment answers with', async () => {
    const [written] = cassette('TestComment.test_edit').filter(({ url }) =>
      url.pathname.startsWith('/api/editusertext'),
    )
    const { player, publisher } = await act(redditStage, { write: { body: written?.body.toString() } })
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ outcome: 'sent', remoteId: 't1_d1616q2' })
  })
})
