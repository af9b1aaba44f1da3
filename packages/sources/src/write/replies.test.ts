import { createServer } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { act, orderOn, secret, signedAt, signedText } from './stage.fixture.ts'
import { stages } from './stages.fixture.ts'

const signal = new AbortController().signal

describe.each(stages.map((stage) => [stage.platform, stage] as const))('a reply on %s', (_, stage) => {
  const order = orderOn(stage)
  const quiet = (outcome: unknown) => {
    const said = JSON.stringify(outcome)
    expect([secret, 'canary-words', 'dizzy', 'writer'].filter((word) => said.includes(word))).toEqual([])
    return outcome
  }

  it('is sent as it was signed, once', async () => {
    const { player, publisher, writes } = await act(stage)
    await using _ = player
    const outcome = quiet(await publisher.send(order, signal))
    expect(outcome).toMatchObject({ outcome: 'sent', remoteId: stage.remoteId })
    expect(writes().map(({ body }) => stage.words(body))).toEqual([signedText])
    expect(publisher.idempotent).toBe(false)
  })

  it('that is public already is not written again', async () => {
    const { player, publisher, writes } = await act(stage, { list: [{ body: stage.listed }] })
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ outcome: 'sent', remoteId: stage.remoteId })
    expect(writes()).toEqual([])
  })

  it.each([
    ['a reset after it was taken', { cutAfter: 0 }],
    ['no answer in time', { silence: true }],
    ['a 500', { status: 500, body: '{"error":"oops"}' }],
    ['a 502 of a proxy', { status: 502, body: '<html>' }],
    ['a 403 of a proxy', { status: 403, body: '<html>' }],
    ['an empty 200', { status: 200, body: '' }],
  ] as const)('after %s is unknown, and found again', async (_, fault) => {
    const { player, publisher, writes } = await act(stage, {
      list: [{ body: stage.absent }, { body: stage.listed }],
    })
    await using __ = player
    player.fail([fault], stage.writeAt.split('?')[0])
    const waiting = 'silence' in fault ? AbortSignal.timeout(300) : signal
    const outcome = quiet(await publisher.send(order, waiting)) as { outcome: string }
    expect(outcome.outcome).toBe('unknown')
    expect(await publisher.reconcile(order, signal)).toMatchObject({
      result: 'found',
      remoteId: stage.remoteId,
    })
    expect(writes()).toHaveLength(1)
  })

  it('that is nowhere is absent; a list that cannot be read tells nothing, and nothing is sent', async () => {
    const broken = { body: '<html>', status: 503 }
    const { player, publisher, writes } = await act(stage, { list: [{ body: stage.absent }, broken] })
    await using _ = player
    expect(await publisher.reconcile(order, signal)).toEqual({ result: 'absent' })
    expect(quiet(await publisher.reconcile(order, signal))).toMatchObject({ result: 'cannot_tell' })
    const outcome = quiet(await publisher.send(order, signal))
    expect(outcome).toMatchObject({ outcome: 'not_sent', retryable: true })
    expect(writes()).toEqual([])
  })

  it('waits where the platform asks for patience', async () => {
    // Some limits last until midnight: the test is of a morning.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(signedAt) })
    onTestFinished(() => void vi.useRealTimers())
    const { player, publisher } = await act(stage, { write: stage.limited })
    await using _ = player
    const outcome = (await publisher.send(order, signal)) as { retryAfterMs?: number }
    expect(quiet(outcome)).toMatchObject({ outcome: 'not_sent', retryable: true })
    expect(outcome.retryAfterMs ?? 0).toBeGreaterThan(200_000)
  })

  it('is refused for good, or until a person has looked at the credentials', async () => {
    const { player, publisher } = await act(stage, { write: stage.refused })
    await using _ = player
    expect(quiet(await publisher.send(order, signal))).toEqual({
      outcome: 'not_sent',
      reason: stage.refused.reason,
      retryable: false,
    })
    const other = await act(stage, { write: stage.credentials })
    await using __ = other.player
    expect(quiet(await other.publisher.send(order, signal))).toMatchObject({
      outcome: 'not_sent',
      reason: expect.stringMatching(/^platform\.credentials/),
      retryable: true,
    })
  })

  it('to what is gone, or was edited since it was signed, is not written', async () => {
    for (const [there, reason] of [
      [stage.gone, 'target.gone'],
      ...(stage.edited ? ([[{ body: stage.edited }, 'target.changed']] as const) : []),
    ] as const) {
      const { player, publisher, writes } = await act(stage, { there })
      await using _ = player
      const outcome = { outcome: 'not_sent', reason, retryable: false }
      expect(await publisher.send(order, signal)).toEqual(outcome)
      expect(writes()).toEqual([])
    }
  })

  it('is refused before any call: another account, a person’s to post, no target, a foreign target, too long', async () => {
    const { player, publisher } = await act(stage)
    await using _ = player
    const reason = async (over: Parameters<typeof orderOn>[1]) =>
      ((await publisher.send(orderOn(stage, over), signal)) as { reason: string }).reason
    expect(await reason({ account: 'other' })).toBe('order.of_another_account')
    expect(await reason({ byHand: true })).toBe('order.by_hand')
    expect(await reason({ in_reply_to: null })).toBe('reply.without_target')
    const odd = { id: '../me', cid: null }
    expect(await reason({ in_reply_to: { parent: odd, root: odd } })).toMatch(/^reply\./)
    expect(await reason({ text: 'x'.repeat(stage.tooLong) })).toBe('text.too_long')
    expect(player.asked).toEqual([])
  })

  it('is certainly not sent where nobody listens', async () => {
    const nobody = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => nobody.once('listening', done))
    const { port } = nobody.address() as { port: number }
    await new Promise((done) => nobody.close(done))
    const away = stage.publisher(`http://127.0.0.1:${port}`)
    expect(await away.send(order, signal)).toMatchObject({ outcome: 'not_sent', retryable: true })
    expect(await away.reconcile(order, signal)).toMatchObject({ result: 'cannot_tell' })
  })
})

/** Where a key goes with its account's name in every request, the platform itself refuses a stranger. */
const seeing = stages.filter(({ stranger }) => stranger !== null)

it.each(seeing.map((stage) => [stage.platform, stage] as const))(
  'a reply on %s is not written as anybody else',
  async (_, stage) => {
    const { player, publisher, writes } = await act(stage, { signIn: stage.stranger ?? [] })
    await using __ = player
    expect(await publisher.send(orderOn(stage), signal)).toMatchObject({
      outcome: 'not_sent',
      reason: 'read.login.of_another_account',
      retryable: true,
    })
    expect(writes()).toEqual([])
  },
)
