import { describe, expect, it } from 'vitest'
import { whyNotRun } from '../policy.ts'
import { all, answer, means } from '../recorded.fixture.ts'
import { xAdapter } from './adapter.ts'
import { events, fields, idsOf, mentions, needs, page, play, posts, search, start } from './played.fixture.ts'
import { idAt, timeOf } from './snowflake.ts'

describe.skipIf(events.absent)(`X, played from recorded posts${needs}`, () => {
  it('does not run without the reference of a permission', () => {
    const standing = { policy: xAdapter.policy, permissionReference: null }
    expect(whyNotRun(xAdapter.policy, standing)).toContain('permission')
    expect(whyNotRun(xAdapter.policy, { ...standing, permissionReference: 'LEG-2026-17' })).toBeNull()
  })

  it('reads mentions to the last page, then only what is newer', async () => {
    const [a, b, c, d] = posts(5, 60, 120, 900)
    const later = posts(-100)
    const played = await play(
      [
        answer(mentions(), page([c, d] as object[])),
        answer(mentions(), page([a, b] as object[], 'older')),
        answer(mentions('&pagination_token=older'), page([c] as object[])),
        answer(mentions(), page([...later, a] as object[])),
      ],
      { accounts: ['77'] },
      700_000,
    )
    await using player = played.player
    const { ids, batches } = await all(played.source, played)
    expect(ids).toEqual(idsOf([c, d, a, b, ...later] as { id: string }[]))
    const asked = player.asked.map(({ query }) => query.get('since_id'))
    const overlapped = (post: unknown) => idAt((timeOf((post as { id: string }).id) ?? 0) - 30_000)
    expect(asked).toEqual([null, overlapped(c), overlapped(c), overlapped(a)])
    expect(
      batches.every(({ offered, posts: kept, rejected }) => offered === kept.length + rejected.length),
    ).toBe(true)
  })

  it('does not follow a list in circles, nor take for empty what is none', async () => {
    const [a] = posts(5)
    const played = await play(
      [
        answer(mentions(), page([a as object])),
        answer(mentions(), page([a as object], 'older')),
        answer(mentions('&pagination_token=older'), page([a as object], 'older')),
        answer(mentions(), { data: { id: '1' } }),
        answer(mentions(), { errors: [{ title: 'Not Found Error', resource_id: '77' }] }),
      ],
      { accounts: ['77'], everyMinutes: 1 },
      4 * 3_600_000,
    )
    await using _ = played.player
    const { ids } = await all(played.source, played)
    expect(ids).toEqual([a?.id])
    const reasons = played.time.states.flatMap((state) => ('reason' in state ? [state.reason] : []))
    expect(reasons).toEqual(expect.arrayContaining(['list.loops', 'x.no_such_list']))
    expect(reasons).toContain('answer.unknown_shape:data')
  })

  it('shows what is older than a search reaches as lost', async () => {
    const played = await play(
      [answer(search('zolvara'), page(posts(10)))],
      { rules: ['zolvara'], listen: 'search' },
      1,
    )
    await using _ = played.player
    const old = JSON.stringify({ since: idAt(start - 9 * 86_400_000), top: null, next: null })
    const key = 'search:'.concat(
      JSON.parse(
        (await all(played.source, { ...played, ...means(played.player, start, 1) }, null, () => true))
          .cursor ?? '{}',
      ).poll.match(/search:([0-9a-f]{12})/)[1],
    )
    const cursor = JSON.stringify({ poll: JSON.stringify({ [key]: { at: old, okMs: start, ended: false } }) })
    const { gaps } = await all(played.source, played, cursor)
    expect(gaps[0]).toMatchObject({ reason: 'list.horizon', state: 'lost', from: '2026-07-15T21:30:00.000Z' })
  })

  it('stops at the budget before it is passed, and says so', async () => {
    const small = search('zolvara').replace('max_results=100', 'max_results=10')
    const rounds = Array.from({ length: 40 }, (_, n) =>
      posts(...Array.from({ length: 10 }, (_, m) => -10 * n - m)),
    )
    const config = { rules: ['zolvara'], listen: 'search', everyMinutes: 1 }
    const played = await play(
      rounds.map((round) => answer(small, page(round))),
      config,
      1_800_000,
      1,
    )
    await using _ = played.player
    const { ids, gaps } = await all(played.source, played)
    // A dollar is 200 posts less two authors; the last small page, which may cost 20 cents, is not begun.
    expect(ids.length).toBeGreaterThanOrEqual(150)
    expect(ids.length * 5_000).toBeLessThanOrEqual(1_000_000)
    expect(gaps.map(({ reason }) => reason)).toEqual(['budget.spent'])
  })
})

describe.skipIf(events.absent)(`what X no longer shows${needs}`, () => {
  it('is asked by a compliance job', async () => {
    const played = await play([], {}, 1e9)
    await using player = played.player
    const job = (status: string) => ({
      data: {
        id: '55',
        type: 'tweets',
        status,
        upload_url: `${player.origin}/up`,
        download_url: `${player.origin}/down`,
      },
    })
    player.add([
      answer('POST /2/compliance/jobs', job('created')),
      answer('PUT /up', ''),
      answer('GET /2/compliance/jobs/55', job('in_progress')),
      answer('GET /2/compliance/jobs/55', job('complete')),
      answer(
        'GET /down',
        '{"id":"1","action":"delete","reason":"deleted"}\n{"id":"3","action":"delete","reason":"suspended"}\n',
      ),
    ])
    expect(await played.source.recheck?.(['1', '2', '3'], played.signal)).toEqual([
      { externalId: '1', now: 'gone', reason: 'deleted' },
      { externalId: '2', now: 'same' },
      { externalId: '3', now: 'gone', reason: 'taken_down' },
    ])
    expect(player.asked.find(({ path }) => path === '/up')?.body).toBe('1\n2\n3')
    expect(player.asked.find(({ path }) => path === '/up')?.headers.authorization).toBeUndefined()
  })

  it('reads the posts around one', async () => {
    const [a] = posts(5)
    const played = await play(
      [
        answer(`GET /2/tweets?ids=5,7&${fields}`, {
          ...page([a] as object[]),
          errors: [{ resource_id: '7', title: 'Not Found Error' }],
        }),
      ],
      {},
      1,
    )
    await using _ = played.player
    const around = { externalId: '9', parentId: '5', rootId: '7', quotedId: null }
    expect(
      (await played.source.context?.(around, played.signal))?.map(({ externalId }) => externalId),
    ).toEqual([a?.id])
  })
})
