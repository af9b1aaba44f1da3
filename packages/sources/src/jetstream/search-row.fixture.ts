import type { Fault } from '@hark/testkit/cassettes'
import { expect } from 'vitest'
import { type FaultName, faultNames, type Row } from '../faults/stage.fixture.ts'
import { absent, type Habits } from './app-view.fixture.ts'
import { missed, readBack, uris, within } from './search.fixture.ts'

const path = '/xrpc/app.bsky.feed.searchPosts'
const filled = [missed.lane, 'filled', '']

/** The second page meets the faults, and the gap ends as filled for all that. */
async function struck(faults: Fault[], reason: RegExp | null): Promise<void> {
  const held = within(250)
  const { player, run } = await readBack(held)
  await using _ = player
  player.fail([{ pass: true }, ...faults], path)
  const { uris: read, news, gaps } = await run()
  expect([read, gaps, news.at(-1)]).toEqual([uris(held), [], filled])
  const told = news.slice(0, -1)
  expect(told.length > 0).toBe(reason !== null)
  expect(told.every(([, now, why]) => now === 'waiting' && reason?.test(why ?? ''))).toBe(true)
}

async function circle(): Promise<void> {
  let asks = 0
  const habits: Habits = {
    get neverEnds() {
      asks += 1
      return asks < 12
    },
  }
  const held = within(250)
  const { player, run } = await readBack(held, { habits })
  await using _ = player
  const { uris: read, news } = await run()
  expect([...new Set(read)]).toEqual(uris(held))
  expect(new Set(news.map(String))).toEqual(
    new Set([String([missed.lane, 'waiting', 'search.list.loops']), String(filled)]),
  )
  expect(news.at(-1)).toEqual(filled)
}

async function otherWords(): Promise<void> {
  const [edited] = within(3)
  const { player, run } = await readBack(within(3), {
    held: async (posts) =>
      new Map(posts.map(({ externalId }) => [externalId, externalId === edited?.uri ? 'other' : 'same'])),
  })
  await using _ = player
  const { posts } = await run()
  expect(posts.map(({ externalId, revision }) => [externalId, revision])).toEqual([
    [edited?.uri, edited?.cid],
  ])
}

/** From the first page's place: for a process that ended after it, and for one that is given it long after. */
async function again(): Promise<void> {
  const held = within(250)
  const first = await readBack(held)
  await using _ = first.player
  const { cursors, uris: before } = await first.run()
  const rest = await readBack(held, { cursor: cursors[0] ?? null })
  await using __ = rest.player
  const { uris: after, news } = await rest.run()
  expect(after).toHaveLength(new Set(after).size)
  expect([...new Set([...before.slice(0, 100), ...after])].length).toBeGreaterThanOrEqual(held.length - 100)
  expect(
    held
      .map(({ uri }) => uri)
      .slice(100)
      .filter((uri) => !after.includes(uri)),
  ).toEqual([])
  expect(news).toEqual([filled])
}

async function beyond(): Promise<void> {
  const { player, run } = await readBack(within(350), { maxPages: 2 })
  await using _ = player
  const { uris: read, news } = await run()
  expect([read.length, news]).toEqual([200, [[missed.lane, 'lost', 'search.page_limit']]])
}

const runs: Partial<Record<FaultName, () => Promise<void>>> = {
  '429 with a time': () => struck([{ status: 429, headers: { 'retry-after': '120' } }], /http\.429$/),
  '429 without a time': () => struck([{ status: 429 }], /http\.429$/),
  '429 for longer than the window': () =>
    struck(Array(4).fill({ status: 429, headers: { 'retry-after': '1500' } }), /http\.429$/),
  '500, 502, 503': () => struck([{ status: 500 }, { status: 502 }, { status: 503 }], /http\.50[023]$/),
  '401, then 403': () =>
    struck([{ status: 401 }, { status: 401 }, { status: 403 }, { status: 403 }], /http\.40[13]$/),
  'a body cut off': () => struck([{ cutAfter: 400 }], /fetch\.broken_off$/),
  'a body in drops': () => struck([{ dripMs: 1, pieces: 60 }], null),
  'a body that stalls': () => struck([{ stallAfter: 400 }, { silence: true }], /fetch\./),
  'pages in a circle': circle,
  'the same id with other bytes': otherWords,
  'an older list, an older cursor': again,
  'a page that is none': () =>
    struck(
      ['<html>busy</html>', '{"posts":', '{"posts":"none"}'].map((body) => ({ status: 200, body })),
      /answer\./,
    ),
  'an end in mid-list': again,
  'a gap': beyond,
}

/** Tests only: the search a gap of Bluesky's stream is read back by. What it waits for is said of that gap. */
export const searchRow: Row = {
  name: 'Bluesky, search',
  platform: 'bluesky',
  absent: absent ? 'recorded traffic' : null,
  exempt: Object.fromEntries(
    faultNames
      .filter((fault) => !(fault in runs))
      .map((fault) => [fault, 'it reads back what the stream missed, by the times the stream told']),
  ),
  run: async (fault) => runs[fault]?.(),
}
