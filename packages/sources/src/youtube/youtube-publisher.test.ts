import { answerFrom, fixture } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { budgets, inMemory } from '../limits/budgets.ts'
import { answer } from '../recorded.fixture.ts'
import { act, orderOn, secret } from '../write/stage.fixture.ts'
import { quota } from './api.ts'
import { channel, comment, youtubeStage } from './stage.fixture.ts'
import { youtubePublisher } from './youtube-publisher.ts'

const signal = new AbortController().signal
const order = orderOn(youtubeStage)
const folder = fixture('youtube/testdata/apidata')
const unless = folder.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''

/** The same stage with a quota of so many units, all kept in `store`. */
const within = (units: number, store = inMemory()) => ({
  ...youtubeStage,
  publisher: (origin: string) =>
    youtubePublisher(
      {
        server: origin,
        signIn: origin,
        account: channel,
        clientId: 'client',
        clientSecret: secret,
        refreshToken: secret,
      },
      budgets(quota(units, 1), store, () => Date.parse('2026-11-22T20:00:00Z')),
    ),
})

describe('a reply on YouTube and its quota', () => {
  it('costs 50 units and one for each look: sign-in, target, answers', async () => {
    const { player, publisher } = await act(within(53))
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ outcome: 'sent' })
  })

  it('is not begun where the day’s units do not reach, and waits for the next day', async () => {
    const { player, publisher, writes } = await act(within(52))
    await using _ = player
    const outcome = await publisher.send(order, signal)
    expect(outcome).toMatchObject({ outcome: 'not_sent', reason: 'read.budget.spent', retryable: true })
    expect(writes()).toEqual([])
  })

  it('is looked for over the pages of a long thread, and not told where they do not end', async () => {
    const full = (next?: string) => ({ items: [], ...(next && { nextPageToken: next }) })
    const page = (token: string) => `${youtubeStage.listAt}&pageToken=${token}`
    const { player, publisher } = await act(youtubeStage, { list: [{ body: full('a') }] })
    await using _ = player
    player.add([answer(page('a'), youtubeStage.listed), answer(page('a'), full('a'))])
    expect(await publisher.reconcile(order, signal)).toMatchObject({ result: 'found' })
    expect(await publisher.reconcile(order, signal)).toEqual({
      result: 'cannot_tell',
      reason: 'list.too_short',
    })
  })

  it('is not written under a video of somebody else', async () => {
    const there = { items: [comment(youtubeStage.target.parent.id, { channelId: 'UCother' })] }
    const { player, publisher, writes } = await act(youtubeStage, { there: { body: there } })
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ reason: 'target.foreign' })
    expect(writes()).toEqual([])
  })
})

describe.skipIf(folder.absent)(`recorded answers to comments.insert${unless}`, () => {
  it('the new comment’s id is read, and a refusal that only says it is unwell leaves it unknown', async () => {
    const { player, publisher } = await act(youtubeStage, { write: null })
    await using _ = player
    player.add([
      answerFrom(youtubeStage.writeAt, `${folder.path}/comments/insert_response.json`),
      answerFrom(youtubeStage.writeAt, `${folder.path}/error_permission_resp.json`, 403),
    ])
    expect(await publisher.send(order, signal)).toEqual({
      outcome: 'sent',
      remoteId: 'Ugy_CAftKrIUCyPr9GR4AaABAg.9iPXEClD9lW9iPXLqKy_Pt',
      url: null,
    })
    expect(await publisher.send(order, signal)).toEqual({ outcome: 'unknown', reason: 'http_403' })
  })
})
