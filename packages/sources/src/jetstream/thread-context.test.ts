import { playCassettes } from '@hark/testkit/cassettes'
import { expect, test } from 'vitest'
import { safeFetch } from '../fetch/safe-fetch.ts'
import { sharedFile } from '../shared-data.ts'
import { threadContext } from './thread-context.ts'

const recorded = sharedFile('fixtures/jetstream/expected_v1.jsonl')
const now = Date.UTC(2026, 10, 22)
const uri = (rkey: string, collection = 'app.bsky.feed.post') => `at://did:plc:author/${collection}/${rkey}`

/** An AppView that shows these records, in the shape of `app.bsky.feed.defs#postView`. */
async function appView(asked: string[], records: [rkey: string, record: unknown][]) {
  const posts = records.map(([rkey, record]) => ({
    uri: uri(rkey),
    cid: 'c',
    author: { did: 'did:plc:author', handle: 'author.test' },
    record,
    indexedAt: '2026-11-22T00:00:00.000Z',
  }))
  const url = new URL(
    `/xrpc/app.bsky.feed.getPosts?${new URLSearchParams(asked.map((one): [string, string] => ['uris', one]))}`,
    'https://public.api.bsky.app',
  )
  const player = await playCassettes([
    { method: 'GET', url, status: 200, headers: [], body: Buffer.from(JSON.stringify({ posts })) },
  ])
  return { player, context: threadContext(player.origin, safeFetch({ allow: [player.host] }), () => now) }
}
const answering = (parentId: string | null, rootId = parentId, quotedId: string | null = null) => ({
  externalId: uri('me'),
  parentId,
  rootId,
  quotedId,
})
const signal = new AbortController().signal

test('parent, root and quoted post come in one question; what is no post is not asked for, what is unreadable is left out', async () => {
  const { player, context } = await appView(
    [uri('parent'), uri('root'), uri('quoted')],
    [
      ['parent', { text: 'Zolvara gave me a rash', langs: ['en'] }],
      ['root', { words: 1 }],
    ],
  )
  await using _ = player
  const posts = await context({ ...answering(uri('parent'), uri('root'), uri('quoted')) }, signal)
  expect(posts).toMatchObject([
    {
      platform: 'bluesky',
      externalId: uri('parent'),
      text: 'Zolvara gave me a rash',
      authorId: 'did:plc:author',
      authorHandle: 'author.test',
      revision: '',
    },
  ])
  expect(await context(answering(null, null, uri('list', 'app.bsky.graph.list')), signal)).toEqual([])
  expect(player.asked).toHaveLength(1)
})

test.skipIf(recorded.absent)(
  'reads records as the network made them (needs HARK_SHARED: recorded traffic)',
  async () => {
    const records = recorded
      .lines()
      .map((line) => JSON.parse(line).commit)
      .filter((commit) => commit?.record?.$type === 'app.bsky.feed.post')
    expect(records.length).toBeGreaterThan(10)
    const { player, context } = await appView(
      [uri('one')],
      records.map(({ rkey, record }) => [rkey, record]),
    )
    await using _ = player
    const posts = await context(answering(uri('one')), signal)
    expect(posts.map(({ text }) => text)).toEqual(
      records.map(({ record }) => record.text.replaceAll('\u0000', '\uFFFD')),
    )
  },
)

test('an AppView that fails is trouble, and nothing worse', async () => {
  const { player, context } = await appView([uri('parent')], [])
  player.fail([{ status: 502 }, { status: 429, headers: { 'retry-after': '5' } }, { cutAfter: 3 }])
  for (const kind of ['unavailable', 'limited'])
    await expect(context(answering(uri('parent')), signal)).rejects.toMatchObject({ kind })
  await expect(context(answering(uri('parent')), signal)).rejects.toMatchObject({ code: 'fetch.broken_off' })
  await player[Symbol.asyncDispose]()
})
