import type { Fault } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import { answer } from '../recorded.fixture.ts'
import { absent, needs, type View, views } from './app-view.fixture.ts'
import { hour, missed, readBack, start, uris, within } from './search.fixture.ts'

const filled = ['search:1', 'filled', '']
const waiting = (reason: string) => ['search:1', 'waiting', reason]
const lost = (reason: string) => ['search:1', 'lost', reason]
const path = '/xrpc/app.bsky.feed.searchPosts'

describe.skipIf(absent)(`search that fails${needs}`, () => {
  test('trouble in the middle goes on where it was, not at the top', async () => {
    const list = within(450)
    const troubles: Fault[][] = [[], [{ status: 503 }, { cutAfter: 10 }], [{ status: 429 }]]
    const held = async () => {
      player.fail(troubles.shift() ?? [], path)
      return new Map()
    }
    const { player, run } = await readBack(list, { held })
    await using _ = player
    expect((await run()).uris).toEqual(uris(list))
    const untils = player.asked.map(({ query }) => Date.parse(query.get('until') ?? ''))
    expect(untils.toSorted((x, y) => y - x)).toEqual(untils)
    expect(new Set(untils).size).toBe(3)
    expect(player.asked).toHaveLength(5 + 3)
  })

  test('a day of refusals: the gap is lost, with the reason, and the next one is begun', async () => {
    const second = { ...missed, lane: 'search:2', sinceMs: start + 30 * hour }
    const { player, run, time } = await readBack(within(5), { gaps: [missed, second], hours: 80 })
    await using _ = player
    player.fail(Array(60).fill({ status: 403 }), path)
    const read = await run()
    expect(read.news.slice(0, 2)).toEqual([waiting('search.http.403'), lost('search.http.403')])
    expect(read.news[2]?.[0]).toBe('search:2')
    expect(time.ms - start).toBeGreaterThan(24 * hour)
    expect(player.asked.length).toBeLessThan(70)
  })

  test('an endpoint that is gone is lost at once', async () => {
    const { player, run } = await readBack(within(5))
    await using _ = player
    player.fail([{ status: 410 }], path)
    expect((await run()).news).toEqual([lost('search.http.410')])
  })

  test('a list without end stops at the page limit, and the gap is lost', async () => {
    const held = within(120)
    const { player, run } = await readBack(held, { habits: { neverEnds: true }, maxPages: 7 })
    await using _ = player
    const read = await run()
    expect(player.asked).toHaveLength(7)
    expect(read.uris).toEqual(uris(held))
    expect(new Set(read.news.map(String))).toEqual(
      new Set([waiting('search.list.loops'), lost('search.page_limit')].map(String)),
    )
  })

  test('hostile items are rejected with a reason, and the rest is read', async () => {
    const [good, ...others] = within(6) as [View, ...View[]]
    const items = [
      null,
      { ...others[0], record: { text: 5 } },
      { ...others[1], uri: 'at://did:plc:other/app.bsky.feed.post/3k' },
      { ...others[2], author: { did: 5 } },
      { ...good, record: { ...good.record, text: `a\0b\ud800 ${'x'.repeat(500_000)}` } },
    ]
    const page = answer(`GET ${path}`, { posts: items })
    const { player, run } = await readBack([], { recorded: [] })
    await using _ = player
    player.fail([{ status: 200, body: page.body.toString() }], path)
    const read = await run()
    expect(read.rejected.map(({ reason }) => reason).sort()).toEqual([
      'record.unknown_shape',
      'view.not_a_post',
      'view.unknown_shape',
      'view.unknown_shape',
    ])
    expect(read.posts.map(({ text }) => text.slice(0, 4))).toEqual(['a\ufffdb\ufffd'])
    expect(read.news).toEqual([filled])
  })

  test('what the index shows late is waited for', async () => {
    const late = { ...missed, toMs: start - 1_000 }
    const { player, run, time } = await readBack(
      views(3, () => start - 5_000),
      { gaps: [late] },
    )
    await using _ = player
    expect((await run()).uris).toHaveLength(3)
    expect(time.ms).toBeGreaterThanOrEqual(start + 59_000)
  })
})

describe.skipIf(absent)(`search with an account${needs}`, () => {
  const secrets = { searchIdentifier: 'safety.test', searchAppPassword: 'app-pass-word-1' }
  const signIn = (token: string) =>
    answer('POST /xrpc/com.atproto.server.createSession', {
      accessJwt: token,
      did: 'did:plc:me',
      handle: 'safety.test',
    })
  const jwt = (exp: number) => `h.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.s`

  test('signs in once, and sends its token with each question', async () => {
    const token = jwt(start / 1000 + 7_200)
    const held = within(250)
    const { player, run } = await readBack(held, { secrets, recorded: [signIn(token)] })
    await using _ = player
    expect((await run()).uris).toEqual(uris(held))
    const signed = player.asked.filter(({ method }) => method === 'POST')
    expect(signed.map(({ body }) => JSON.parse(body))).toEqual([
      { identifier: 'safety.test', password: 'app-pass-word-1' },
    ])
    const told = player.asked
      .filter(({ method }) => method === 'GET')
      .map(({ headers }) => headers.authorization)
    expect(new Set(told)).toEqual(new Set([`Bearer ${token}`]))
  })

  test('a token revoked early is renewed once; refused again, the gap says so', async () => {
    const tokens = [1, 2].map((n) => signIn(jwt(start / 1000 + 7_200 + n)))
    const { player, run } = await readBack(within(5), { secrets, recorded: tokens })
    await using _ = player
    player.fail([{ status: 400 }, { status: 401 }], path)
    const read = await run()
    expect(read.news).toEqual([waiting('search.http.401'), filled])
    expect(player.asked.filter(({ method }) => method === 'POST')).toHaveLength(2)
    expect(JSON.stringify(read)).not.toContain('app-pass')
  })

  test('a wrong password is said of the gap, and asks nothing more', async () => {
    const { player, run } = await readBack(within(5), { secrets, recorded: [signIn(jwt(start))] })
    await using _ = player
    player.fail([{ status: 401 }], '/xrpc/com.atproto.server')
    expect((await run()).news).toEqual([waiting('search.http.401'), filled])
  })
})
