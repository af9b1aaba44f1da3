import { describe, expect, it } from 'vitest'
import { whyNotRun } from '../policy.ts'
import { all, answer } from '../recorded.fixture.ts'
import { linkedinAdapter } from './adapter.ts'
import {
  activity,
  commentUrn,
  none,
  notification,
  play,
  post,
  posts,
  pulled,
  share,
  start,
} from './played.fixture.ts'

describe('a LinkedIn page, pulled', () => {
  it('does not run without the reference of an approval', () => {
    expect(
      whyNotRun(linkedinAdapter.policy, { policy: linkedinAdapter.policy, permissionReference: null }),
    ).not.toBeNull()
  })

  it('repairs what pushes missed over trouble of every kind; deletions take effect last', async () => {
    const many = Array.from({ length: 100 }, (_, n) => notification(String(1_000 + n)))
    const [first, ...rest] = many
    const gone = notification('2', { action: 'COMMENT_DELETE', generatedActivity: commentUrn('1100') })
    const full = { elements: [gone, ...rest] }
    const played = await play(
      [
        answer(pulled(0, 0), full),
        answer(pulled(0, 0), full),
        answer(pulled(0, 0, 100), '{"elements"', 200),
        answer(pulled(0, 0, 100), { elements: [first, notification('1100')] }),
        answer(pulled(0, 0, 0), none),
        answer(posts, { elements: [post] }),
      ],
      7_200_000,
    )
    await using player = played.player
    player.fail([{ status: 503 }, { cutAfter: 50 }, { status: 429, headers: { 'retry-after': '30' } }])
    const { ids, batches } = await all(played.source, played)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(102)
    const removed = batches.findIndex(({ removals }) => removals.length > 0)
    const made = batches.findIndex((one) =>
      one.posts.some(({ externalId }) => externalId === commentUrn('1100')),
    )
    expect(made).toBeGreaterThanOrEqual(0)
    expect(removed).toBeGreaterThanOrEqual(made)
    expect(
      batches.flatMap(({ posts: list }) => list).find(({ externalId }) => externalId === share),
    ).toMatchObject({
      text: 'Ask @Us (here) (or not) #zolvara',
      media: [{ kind: 'image', alt: 'a box' }],
    })
  })

  it('shows a stretch of more than sixty days as lost', async () => {
    const played = await play([answer(pulled(0, 0), none), answer(posts, none)], 1_000)
    await using _ = played.player
    const cursor = JSON.stringify({
      'notifications:77': { at: String(start - 70 * 86_400_000), okMs: start, ended: false },
    })
    const { gaps } = await all(played.source, played, cursor)
    expect(gaps[0]).toMatchObject({ state: 'lost', reason: 'list.horizon', from: '2026-09-13T12:00:00.000Z' })
  })

  it('stops for the day when LinkedIn says the day’s calls are spent', async () => {
    const played = await play([answer(pulled(0, 0), none), answer(posts, none)], 13 * 3_600_000)
    await using player = played.player
    player.fail([
      {
        status: 429,
        body: '{"status":429,"code":"TOO_MANY_REQUESTS","message":"Resource level throttle APPLICATION DAY limit for calls to this resource is reached."}',
      },
    ])
    const { gaps } = await all(played.source, played)
    expect(gaps[0]).toMatchObject({ reason: 'linkedin.TOO_MANY_REQUESTS', state: 'open' })
    expect(played.time.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(12 * 3_600_000)
  })

  it('keeps the subscription, and sees that it was taken away', async () => {
    const webhook = 'https://hark.example/api/hooks/1'
    const path =
      '/rest/eventSubscriptions/(developerApplication:urn%3Ali%3AdeveloperApplication%3A5,user:urn%3Ali%3Aperson%3AzLq,entity:urn%3Ali%3Aorganization%3A77,eventType:ORGANIZATION_SOCIAL_ACTION_NOTIFICATIONS)'
    const played = await play(
      [
        answer(pulled(0, 0), none),
        answer(posts, none),
        answer(`GET ${path}`, '{"status":404}', 404),
        answer(`GET ${path}`, '{"status":403,"code":"ACCESS_DENIED"}', 403),
        answer(`PUT ${path}`, '', 200),
      ],
      7 * 3_600_000,
      { subscription: { application: '5', person: 'zLq', webhook } },
    )
    await using player = played.player
    await all(played.source, played)
    expect(player.asked.filter(({ method }) => method === 'PUT').map(({ body }) => JSON.parse(body))).toEqual(
      [{ webhook }],
    )
    expect(played.time.states.map((state) => 'reason' in state && state.reason)).toContain(
      'linkedin.ACCESS_DENIED',
    )
  })

  it('re-checks: the same, edited, gone', async () => {
    const of = (id: string) => `GET /rest/socialActions/${encodeURIComponent(activity)}/comments/${id}`
    const comment = (id: string, edited = 0) => ({
      $URN: commentUrn(id),
      object: activity,
      message: { text: 'x' },
      created: { time: start },
      lastModified: { time: start + edited },
    })
    const played = await play(
      [
        answer(of('1'), comment('1')),
        answer(of('2'), comment('2', 5)),
        answer(of('3'), '{"status":404}', 404),
      ],
      1,
    )
    await using _ = played.player
    expect(await played.source.recheck?.(['1', '2', '3'].map(commentUrn), played.signal)).toEqual([
      { externalId: commentUrn('1'), now: 'same' },
      {
        externalId: commentUrn('2'),
        now: 'changed',
        post: expect.objectContaining({ revision: String(start + 5) }),
      },
      { externalId: commentUrn('3'), now: 'gone', reason: 'deleted' },
    ])
  })
})
