import { describe, expect, it } from 'vitest'
import { act, orderOn } from '../write/stage.fixture.ts'
import { absent, needs, post } from './played.fixture.ts'
import { discourseStage } from './stage.fixture.ts'

const signal = new AbortController().signal
const order = orderOn(discourseStage)

describe.skipIf(absent)(`a reply in a forum, by Discourse's published contract${needs}`, () => {
  it('goes under its target: the topic and number that the post has now', async () => {
    const there = { body: post(13, { topic_id: 9, post_number: 77 }) }
    const { player, publisher, writes } = await act(discourseStage, { there })
    await using _ = player
    await publisher.send(order, signal)
    expect(JSON.parse(writes()[0]?.body ?? '')).toMatchObject({ topic_id: 9, reply_to_post_number: 77 })
    expect(writes()[0]?.headers).toMatchObject({ 'api-username': 'brand' })
  })

  it('that waits for a moderator is unknown, and found once it is let through', async () => {
    const { player, publisher } = await act(discourseStage, {
      write: { body: { action: 'enqueued', success: true, pending_post: { id: 3 } } },
      list: [{ body: [] }, { body: [] }, { body: discourseStage.listed }],
    })
    await using _ = player
    const outcome = await publisher.send(order, signal)
    expect(outcome).toEqual({ outcome: 'unknown', reason: 'response.unreadable' })
    expect(await publisher.reconcile(order, signal)).toEqual({ result: 'absent' })
    expect(await publisher.reconcile(order, signal)).toMatchObject({ result: 'found' })
  })

  it('is not told of by a list of answers that is full', async () => {
    const full = Array.from({ length: 20 }, (_, n) => post(100 + n))
    const { player, publisher } = await act(discourseStage, { list: [{ body: full }] })
    await using _ = player
    expect(await publisher.reconcile(order, signal)).toMatchObject({ reason: 'list.too_short' })
  })
})
