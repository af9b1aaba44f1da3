import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fixture, openApiContract, playCassettes, readCassette } from './index.ts'

const mastodon = fixture('mastodon/cassettes/tests')
const reddit = fixture('reddit/cassettes')
const needs = (absent: boolean) => (absent ? ' (needs HARK_SHARED: recorded traffic)' : '')

describe('recorded traffic', () => {
  it.skipIf(mastodon.absent || reddit.absent)(
    `reads every cassette there is${needs(mastodon.absent)}`,
    () => {
      const files = [mastodon, reddit].flatMap(({ path }) =>
        readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name)),
      )
      const exchanges = files.filter((name) => /\.(ya?ml|json)$/.test(name)).flatMap(readCassette)
      expect(exchanges.length).toBeGreaterThan(600)
      expect(exchanges.every(({ status, method }) => status >= 100 && method !== '')).toBe(true)
    },
  )

  it.skipIf(mastodon.absent)(
    `is played as it was recorded, each request in its order${needs(mastodon.absent)}`,
    async () => {
      const exchanges = readCassette(join(mastodon.path, 'cassettes/test_account.yaml'))
      await using player = await playCassettes(exchanges)
      for (const { method, url, status, body } of exchanges) {
        const answer = await fetch(player.origin + url.pathname + url.search, { method })
        expect([answer.status, Buffer.from(await answer.arrayBuffer())]).toEqual([status, body])
        expect(answer.headers.get('x-ratelimit-remaining')).not.toBeNull()
      }
      expect(player.asked).toHaveLength(exchanges.length)
    },
  )
})

const exchange = (path: string, body: string) => ({
  method: 'GET',
  url: new URL(path, 'https://platform.example'),
  status: 200,
  headers: [['link', '<https://platform.example/next>; rel="next"']] as [string, string][],
  body: Buffer.from(body),
})

describe('the player', () => {
  it('fails the test for what nobody recorded', async () => {
    const player = await playCassettes([exchange('/a?x=1', 'a')])
    expect((await fetch(`${player.origin}/a?x=2`)).status).toBe(599)
    await expect(player[Symbol.asyncDispose]()).rejects.toThrow('not recorded: GET /a?x=2')
  })

  it('knows a request by its query in any order, without what it is told to ignore', async () => {
    await using player = await playCassettes([exchange('/a?x=1&y=2', 'a')], { ignore: ['key'] })
    const answer = await fetch(`${player.origin}/a?y=2&key=secret&x=1`)
    expect([await answer.text(), answer.headers.get('link')]).toEqual([
      'a',
      `<${player.origin}/next>; rel="next"`,
    ])
  })

  it('breaks what it is told to break, once', async () => {
    await using player = await playCassettes([exchange('/a', 'abcdef')])
    player.fail([{ status: 429, headers: { 'retry-after': '2' } }, { cutAfter: 3 }, { dripMs: 1 }], '/a')
    const limited = await fetch(`${player.origin}/a`)
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2'])
    await expect(fetch(`${player.origin}/a`).then((answer) => answer.text())).rejects.toThrow()
    expect(await (await fetch(`${player.origin}/a`)).text()).toBe('abcdef')
    player.fail([{ pass: true }, { stallAfter: 2 }, { dripMs: 0, pieces: 2 }])
    expect(await (await fetch(`${player.origin}/a`)).text()).toBe('abcdef')
    const stalled = await fetch(`${player.origin}/a`, { signal: AbortSignal.timeout(200) })
    await expect(stalled.text()).rejects.toThrow()
    expect(await (await fetch(`${player.origin}/a`)).text()).toBe('abcdef')
    player.fail([{ silence: true }])
    await expect(fetch(`${player.origin}/a`, { signal: AbortSignal.timeout(50) })).rejects.toThrow()
    expect(await (await fetch(`${player.origin}/a`)).text()).toBe('abcdef')
  })
})

describe('a published contract', () => {
  const x = fixture('x/openapi.json')
  const asked = (path: string, query: string, over = {}) => ({
    method: 'GET',
    path,
    query: new URLSearchParams(query),
    headers: {},
    body: '',
    ...over,
  })

  it.skipIf(x.absent)(`judges requests to X${needs(x.absent)}`, () => {
    const judge = openApiContract(x.path)
    const recent = '/2/tweets/search/recent'
    expect(judge(asked(recent, 'query=zolvara&max_results=100&post.fields=lang,created_at'))).toEqual([])
    expect(judge(asked(recent, 'query=zolvara&max_results=1000'))).toEqual([
      'query parameter max_results must be <= 100',
    ])
    expect(judge(asked(recent, ''))).toEqual(['query parameter query is missing'])
    expect(judge(asked(recent, 'query=a&nonsense=1'))).toEqual(['query parameter nonsense is unknown'])
    expect(judge(asked('/2/nowhere', ''))).toEqual(['the contract has no such operation'])
    const post = { method: 'POST', headers: { 'content-type': 'application/json' } }
    expect(
      judge(
        asked('/2/tweets', '', { ...post, body: '{"text":"hello","reply":{"in_reply_to_tweet_id":"1"}}' }),
      ),
    ).toEqual([])
    expect(judge(asked('/2/tweets', '', { ...post, body: '{"words":"hello"}' }))).not.toEqual([])
  })

  it.each([
    ['discourse/openapi.json', 'GET', '/posts.json', 'before=123'],
    ['linkedin/linkedin-marketing-community.openapi.yml', 'GET', '/nowhere', ''],
  ])('reads %s', (file, method, path, query) => {
    const document = fixture(file)
    if (document.absent) return
    const problems = openApiContract(document.path)(asked(path, query, { method }))
    expect(problems.every((problem) => /missing|no such operation/.test(problem))).toBe(true)
  })
})
