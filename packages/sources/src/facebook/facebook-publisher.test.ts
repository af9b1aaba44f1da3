import { describe, expect, it } from 'vitest'
import { wordsPin } from '../write/seen.ts'
import { act, orderOn, secret, signedText } from '../write/stage.fixture.ts'
import { facebookStage, page } from './stage.fixture.ts'

const signal = new AbortController().signal

describe('a reply on Facebook', () => {
  it('is sent although the page has answered somebody else in the thread', async () => {
    const other = {
      id: '1_9',
      message: 'Hello!',
      from: { id: page },
      created_time: '2026-11-22T10:05:00+0000',
    }
    const { player, publisher, writes } = await act(facebookStage, { list: [{ body: { data: [other] } }] })
    await using _ = player
    expect(await publisher.send(orderOn(facebookStage), signal)).toMatchObject({ outcome: 'sent' })
    expect(writes()).toHaveLength(1)
  })

  it('is no older one in the same words', async () => {
    const older = {
      id: '1_9',
      message: signedText,
      from: { id: page },
      created_time: '2026-11-21T10:00:00+0000',
    }
    const { player, publisher } = await act(facebookStage, { list: [{ body: { data: [older] } }] })
    await using _ = player
    expect(await publisher.reconcile(orderOn(facebookStage), signal)).toEqual({ result: 'absent' })
  })

  it('under a post asks the post for what posts have', async () => {
    const post = `${page}_10158371815748553`
    const self = { parent: { id: post, cid: wordsPin('') }, root: { id: post, cid: null } }
    const stage = {
      ...facebookStage,
      target: self,
      targetAt: `GET /v26.0/${post}?fields=id,message,from`,
      there: { id: post },
      listAt: facebookStage.listAt.replace(/10158371815748553_10158371930463553/, post),
      writeAt: `POST /v26.0/${post}/comments`,
    }
    const { player, publisher, writes } = await act(stage)
    await using _ = player
    expect(await publisher.send(orderOn(stage), signal)).toMatchObject({ outcome: 'sent' })
    expect(writes()).toHaveLength(1)
  })

  it('shows its token in no address, and proves it with the App secret', async () => {
    const { player, publisher } = await act(facebookStage)
    await using _ = player
    await publisher.send(orderOn(facebookStage), signal)
    for (const { headers, query, body } of player.asked) {
      expect(headers.authorization).toBe(`Bearer ${secret}`)
      const proof = query.get('appsecret_proof') ?? new URLSearchParams(body).get('appsecret_proof')
      expect(proof).toMatch(/^[0-9a-f]{64}$/)
      expect(`${query} ${body}`).not.toContain(secret)
    }
  })
})
