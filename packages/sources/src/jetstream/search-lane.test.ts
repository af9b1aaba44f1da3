import { describe, expect, test } from 'vitest'
import { absent, type Habits, needs, views } from './app-view.fixture.ts'
import { Heard } from './heard.ts'
import { hour, missed, readBack, start, uris, within } from './search.fixture.ts'

const filled = ['search:1', 'filled', '']

describe.skipIf(absent)(`a gap read back by search${needs}`, () => {
  test('every post of the gap, over as many pages as there are, each once; none from before or after', async () => {
    const held = within(350)
    const outside = [...views(3, () => start - 20 * hour), ...views(3, () => start - hour)]
    const { player, run } = await readBack([...held, ...outside])
    await using _ = player
    const read = await run()
    expect(read.uris).toEqual(uris(held))
    expect(read.news).toEqual([filled])
    expect(player.asked).toHaveLength(4)
    expect(player.asked[0]?.query.get('sort')).toBe('latest')
  })

  test.each<[string, Habits]>([
    ['cursors are refused to strangers', { refusesCursors: true }],
    ['pages come without cursors', { givesNoCursors: true }],
    ['pages are shorter than asked for', { most: 40 }],
  ])('%s: nothing lost, nothing twice', async (_name, habits) => {
    const held = within(250)
    const { player, run } = await readBack(held, { habits })
    await using _ = player
    const read = await run()
    expect([read.uris, read.news]).toEqual([uris(held), [filled]])
  })

  test('an invented date within a page neither ends the list nor skips what follows', async () => {
    const held = within(250)
    for (const n of [30, 99, 160])
      Object.assign(held[n]?.record ?? {}, { createdAt: new Date(missed.fromMs + 1).toISOString() })
    const { player, run } = await readBack(held, { habits: { givesNoCursors: true } })
    await using _ = player
    expect((await run()).uris).toEqual(uris(held))
  })

  test('one search a name, phrases in quotes, and gaps one after another', async () => {
    const [a, b] = [
      within(3, 'Zolvara'),
      within(2, 'Harbour Drops').map((v) => ({
        ...v,
        uri: v.uri.replace('aaa', 'bbb'),
        author: { ...v.author, did: v.author.did.replace('aaa', 'bbb') },
      })),
    ]
    const second = { ...missed, lane: 'search:2' }
    const { player, run } = await readBack([...a, ...b], {
      names: ['Zolvara', 'Harbour Drops'],
      gaps: [missed, second],
    })
    await using _ = player
    const read = await run()
    expect(player.asked.map(({ query }) => query.get('q'))).toEqual([
      'Zolvara',
      '"Harbour Drops"',
      'Zolvara',
      '"Harbour Drops"',
    ])
    expect(read.news).toEqual([filled, ['search:2', 'filled', '']])
    expect(read.uris).toEqual(uris([...a, ...b])) // the second gap is the same hours: offered once
  })

  test('what is held is not offered again; an edit of it is, by the name of its version', async () => {
    const [same, edited, fresh] = within(3)
    const states = new Map([
      [same?.uri, 'same'],
      [edited?.uri, 'other'],
    ] as [string, 'same' | 'other'][])
    const { player, run } = await readBack(within(3), { held: async () => states })
    await using _ = player
    const { posts } = await run()
    expect(posts.map(({ externalId, revision }) => [externalId, revision])).toEqual([
      [edited?.uri, edited?.cid],
      [fresh?.uri, ''],
    ])
  })

  test('what the stream brought or took back meanwhile is left out', async () => {
    const held = within(4)
    const heard = new Heard()
    const [brought, gone, left] = held
    heard.note({
      posts: [{ externalId: brought?.uri, text: brought?.record.text } as never],
      removals: [
        { kind: 'post', externalId: gone?.uri ?? '', reason: 'deleted', at: '' },
        { kind: 'author', authorId: left?.author.did ?? '', reason: 'deleted', at: '' },
      ],
    })
    const { player, run } = await readBack(held, { heard })
    await using _ = player
    expect((await run()).uris).toEqual(uris(held.slice(3)))
  })

  test('what a believed moderator hid comes hidden; what another service says of it counts nothing', async () => {
    const held = within(3)
    const label = (n: number, src: string, val: string) =>
      Object.assign(held[n] as object, {
        labels: [{ ver: 1, src, uri: held[n]?.uri, val, cts: '2026-11-22T01:00:00.000Z' }],
      })
    label(0, 'did:plc:moderator', '!hide')
    label(1, 'did:plc:somebody', '!hide')
    label(2, 'did:plc:moderator', 'spam')
    const { player, run } = await readBack(held, { labelers: ['did:plc:moderator'] })
    await using _ = player
    const read = await run()
    expect(read.uris).toEqual(uris(held))
    expect(read.removals).toEqual([
      { kind: 'post', externalId: held[0]?.uri, reason: 'hidden', at: '2026-11-22T01:00:00.000Z' },
    ])
  })

  test('more than the page limit: what there is comes, and the gap is lost with its reason', async () => {
    const { player, run } = await readBack(within(350), { maxPages: 2 })
    await using _ = player
    const read = await run()
    expect([read.uris.length, read.news]).toEqual([200, [['search:1', 'lost', 'search.page_limit']]])
  })

  test('a stored place is gone on from; of another gap, or other names, it is none', async () => {
    const held = within(250)
    const first = await readBack(held, { gaps: [missed, missed], maxPages: 100 })
    first.player.fail([])
    await using _ = first.player
    const all = await first.run()
    const again = await readBack(held, { cursor: all.cursor })
    await using __ = again.player
    expect((await again.run()).news).toEqual([filled])
    expect(again.player.asked).toHaveLength(0)
    const others = await readBack(held, { cursor: all.cursor, names: ['Zolvara', 'zolvaribine'] })
    await using ___ = others.player
    await others.run()
    expect(others.player.asked.length).toBeGreaterThan(3)
  })
})
