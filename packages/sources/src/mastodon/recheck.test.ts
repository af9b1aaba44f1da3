import { describe, expect, it } from 'vitest'
import { answer } from '../recorded.fixture.ts'
import { absent, cassette, hoot, hoots, needs, play } from './played.fixture.ts'

describe.skipIf(absent)(`what Mastodon no longer shows${needs}`, () => {
  const missing = () =>
    cassette('test_status_missing')
      .find(({ status }) => status === 404)
      ?.body.toString() ?? ''
  const list = (...ids: string[]) => `GET /api/v1/statuses?${ids.map((id) => `id%5B%5D=${id}`).join('&')}`

  it('is gone when the instance itself says so, changed when edited, and unknown over a proxy’s 404', async () => {
    const edited = { ...hoot(), id: '2', edited_at: '2026-08-01T15:00:00.000Z' }
    const shy = { ...hoot(), id: '3', account: { ...hoot().account, indexable: false } }
    const played = await play([
      answer(list('1', '2', '3', '4'), [{ ...hoot(), id: '1' }, edited, shy]),
      answer('GET /api/v1/statuses/4', missing(), 404),
      answer(list('5', '6'), '<html>', 404),
      answer('GET /api/v1/statuses/5', { ...hoot(), id: '5' }),
      answer('GET /api/v1/statuses/6', '<html>gone fishing</html>', 404),
    ])
    await using _ = played.player
    expect(await played.source.recheck?.(['1', '2', '3', '4'], played.signal)).toEqual([
      { externalId: '1', now: 'same' },
      {
        externalId: '2',
        now: 'changed',
        post: expect.objectContaining({ revision: '2026-08-01T15:00:00.000Z' }),
      },
      { externalId: '3', now: 'gone', reason: 'taken_down' },
      { externalId: '4', now: 'gone', reason: 'deleted' },
    ])
    expect(await played.source.recheck?.(['5', '6'], played.signal)).toEqual([
      { externalId: '5', now: 'same' },
    ])
  })

  it('what was answered before a limit counts, and the rest is asked again', async () => {
    const ids = Array.from({ length: 21 }, (_, n) => String(n + 1))
    const first = ids.slice(0, 20)
    const played = await play([
      answer(
        list(...first),
        first.map((id) => ({ ...hoot(), id })),
      ),
      answer(list('21'), '', 429),
    ])
    await using player = played.player
    const answers = await played.source.recheck?.(ids, played.signal)
    expect(answers).toEqual(first.map((externalId) => ({ externalId, now: 'same' })))
    player.fail([{ status: 401, body: '{"error":"The access token is invalid"}' }])
    await expect(played.source.recheck?.(ids, played.signal)).rejects.toMatchObject({ code: 'http.401' })
  })

  it('what a post answers and quotes is read, as far as it is public', async () => {
    const [root, middle, parent] = hoots(300, 200, 100)
    const played = await play([
      answer('GET /api/v1/statuses/9/context', {
        ancestors: [root, middle, { ...parent, visibility: 'private' }],
        descendants: [],
      }),
      answer('GET /api/v1/statuses/8', missing(), 404),
    ])
    await using _ = played.player
    const around = { externalId: '9', parentId: parent?.id ?? '', rootId: null, quotedId: '8' }
    expect(
      (await played.source.context?.(around, played.signal))?.map(({ externalId }) => externalId),
    ).toEqual([root?.id])
  })
})
