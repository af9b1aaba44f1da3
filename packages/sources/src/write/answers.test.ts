import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { act, orderOn, secret } from './stage.fixture.ts'
import { stages } from './stages.fixture.ts'

const signal = new AbortController().signal
const word = fc.constantFrom(
  'canary',
  'DUPLICATE',
  'NOT_FOUND',
  'forbidden',
  'quotaExceeded',
  '',
  '[deleted]',
)
const scalar = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.string({ maxLength: 8 }))
const names = 'id error errors error_type code message json data things extras snippet commentUrn $URN name'
const field = fc.constantFrom(...names.split(' '))
const { body } = fc.letrec((tie) => ({
  body: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('body'), { maxLength: 3 }),
    fc.dictionary(field, tie('body'), { maxKeys: 4 }),
  ),
}))
const status = fc.constantFrom(
  200,
  201,
  202,
  204,
  302,
  307,
  400,
  401,
  403,
  404,
  409,
  413,
  422,
  429,
  500,
  502,
  503,
)

describe.each(stages.map((stage) => [stage.platform, stage] as const))('%s', (_, stage) => {
  it('whatever is answered: sent only with a 2xx, never refused by a 5xx or a redirect, and nothing of it is told', async () => {
    const { player, publisher, writes } = await act(stage)
    await using __ = player
    await fc.assert(
      fc.asyncProperty(status, body, async (code, json) => {
        const before = writes().length
        player.fail(
          [{ status: code, body: code === 204 ? '' : JSON.stringify(json) }],
          stage.writeAt.split('?')[0],
        )
        const outcome = await publisher.send(orderOn(stage), signal)
        expect(writes().length).toBe(before + 1)
        if (outcome.outcome === 'sent') expect(code).toBeLessThan(300)
        else expect(JSON.stringify(outcome)).not.toMatch(/canary/)
        if (code >= 500 || (code >= 300 && code < 400)) expect(outcome.outcome).toBe('unknown')
        expect(JSON.stringify(outcome)).not.toContain(secret)
      }),
      { numRuns: 60 },
    )
  })
})
