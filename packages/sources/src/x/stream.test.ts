import { describe, expect, it } from 'vitest'
import { all, answer } from '../recorded.fixture.ts'
import { events, idsOf, needs, page, play, posts, recorded, search, streamFields } from './played.fixture.ts'

describe.skipIf(events.absent)(`the filtered stream of X${needs}`, () => {
  const rules = 'GET /2/tweets/search/stream/rules'
  const stream = `GET /2/tweets/search/stream?${streamFields}`
  const line = (post: object) =>
    `${JSON.stringify({ data: post, includes: recorded().includes, matching_rules: [{ id: '1', tag: 'hark' }] })}\r\n`

  it('syncs its rules, streams, and reads back what a break left out', async () => {
    const [a, b, c] = posts(30, 20, 10)
    const played = await play(
      [
        answer(rules, {
          data: [
            { id: '9', value: 'old', tag: 'hark:x' },
            { id: '8', value: 'theirs' },
          ],
          meta: { sent: 'x' },
        }),
        answer('POST /2/tweets/search/stream/rules', { meta: { summary: { deleted: 1 } } }),
        answer('POST /2/tweets/search/stream/rules', { data: [{ id: '10', value: 'zolvara' }], meta: {} }),
        answer(rules, { data: [{ id: '10', value: 'zolvara', tag: 'hark:y' }], meta: { sent: 'x' } }),
        answer(stream, `\r\n${line(a as object)}\r\n`),
        answer(stream, line(c as object)),
        answer(search('zolvara'), page([c, b] as object[])),
      ],
      { rules: ['zolvara'] },
      60_000,
    )
    await using player = played.player
    const { ids, posts: seen } = await all(played.source, played)
    expect(ids).toEqual(idsOf([a, c, b] as { id: string }[]))
    const changes = player.asked.filter(({ method }) => method === 'POST').map(({ body }) => JSON.parse(body))
    expect(changes).toEqual([
      { delete: { ids: ['9'] } },
      { add: [{ value: 'zolvara', tag: expect.stringMatching(/^hark:/) }] },
    ])
    expect(JSON.parse(seen[0]?.raw ?? '').matching_rules).toHaveLength(1)
    expect(played.time.states.map((state) => 'reason' in state && state.reason)).toContain('x.stream_ended')
  })

  it('is paid for in advance: it ends with the budget, and nothing that came is lost', async () => {
    const many = posts(...Array.from({ length: 300 }, (_, n) => 300 - n))
    const played = await play(
      [
        answer(rules, { data: [{ id: '10', value: 'zolvara', tag: 'hark:y' }] }),
        answer(stream, many.map((post) => line(post)).join('')),
      ],
      { rules: ['zolvara'] },
      10_000,
      1,
    )
    await using _ = played.player
    const { ids, gaps } = await all(played.source, played)
    expect(ids).toEqual(idsOf(many as { id: string }[]).slice(0, ids.length))
    expect(ids.length).toBeGreaterThanOrEqual(100)
    expect(ids.length * 5_000).toBeLessThanOrEqual(1_000_000)
    expect(gaps.map(({ reason }) => reason)).toEqual(['budget.spent'])
  })

  it('takes leave when X does, and cuts in the middle of a line lose nothing', async () => {
    const [a, b] = posts(30, 20)
    const played = await play(
      [
        answer(rules, { data: [{ id: '10', value: 'zolvara', tag: 'hark:y' }] }),
        answer(stream, line(a as object) + line(b as object)),
        answer(
          stream,
          '{"errors":[{"title":"operational-disconnect","disconnect_type":"UpstreamOperationalDisconnect","type":"https://api.x.com/2/problems/operational-disconnect"}]}\r\n',
        ),
        answer(search('zolvara'), page([b, a] as object[])),
      ],
      { rules: ['zolvara'] },
      40_000,
    )
    await using player = played.player
    player.fail([{ cutAfter: line(a as object).length + 25 }, { status: 429 }], '/2/tweets/search/stream?')
    player.fail([{ cutAfter: line(a as object).length + 25 }], '/2/tweets/search/stream')
    const { ids } = await all(played.source, played)
    expect(ids.toSorted()).toEqual(idsOf([a, b] as { id: string }[]).toSorted())
    const reasons = played.time.states.map((state) => ('reason' in state ? state.reason : ''))
    expect(reasons).toContain('x.disconnected:UpstreamOperationalDisconnect')
  })
})
