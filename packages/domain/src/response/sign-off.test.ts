import { describe, expect, test } from 'vitest'
import { APPROVAL_HOURS, assertMaySignOff, holdWindow, type SignOff } from './sign-off.ts'
import { responseStates } from './state.ts'

const code = (value: string) => expect.objectContaining({ code: value })
const good: SignOff = {
  state: 'in_review',
  authors: ['anna', 'carl'],
  signer: 'ben',
  dispositionSigned: true,
  lintBlocked: false,
}

describe('who may sign off a reply', () => {
  test('someone who wrote none of it, over a clean text, after the decision', () => {
    expect(() => assertMaySignOff(good, 'pv_approve')).not.toThrow()
    expect(() => assertMaySignOff(good, 'pv_reject')).not.toThrow()
  })
  test.each<[string, Partial<SignOff>, string, string | null]>([
    ['the drafter', { signer: 'anna' }, 'response.own_draft', 'response.own_draft'],
    ['the last editor of a comma (R-14)', { signer: 'carl' }, 'response.own_draft', 'response.own_draft'],
    ['anyone, before the disposition', { dispositionSigned: false }, 'response.no_disposition', null],
    ['anyone, where the lint blocks', { lintBlocked: true }, 'response.lint_failed', null],
  ])('not %s', (_, change, approving, rejecting) => {
    const s = { ...good, ...change }
    expect(() => assertMaySignOff(s, 'pv_approve')).toThrow(code(approving))
    if (rejecting) expect(() => assertMaySignOff(s, 'pv_reject')).toThrow(code(rejecting))
    else expect(() => assertMaySignOff(s, 'pv_reject')).not.toThrow()
  })
  test.each(responseStates.filter((s) => s !== 'in_review'))('not while it is %s', (state) => {
    expect(() => assertMaySignOff({ ...good, state }, 'pv_approve')).toThrow(code('response.not_reviewable'))
    expect(() => assertMaySignOff({ ...good, state }, 'pv_reject')).toThrow(code('response.not_reviewable'))
  })
})

describe('hold', () => {
  test('elapsed time, over DST too', () => {
    expect(holdWindow('2026-10-25T00:30:00Z')).toEqual({
      holdUntil: '2026-10-25T00:40:00.000Z',
      expiresAt: '2026-10-26T00:30:00.000Z',
    })
    expect(holdWindow('2026-10-25T02:30:00+02:00', 60).holdUntil).toBe('2026-10-25T01:30:00.000Z')
    expect(holdWindow('2026-10-25T00:30:00Z', 0).holdUntil).toBe('2026-10-25T00:30:00.000Z')
  })
  test.each([-1, Number.NaN, APPROVAL_HOURS * 60, Number.POSITIVE_INFINITY])(
    '%s minutes are refused',
    (minutes) => {
      expect(() => holdWindow('2026-10-25T00:30:00Z', minutes)).toThrow(code('input.invalid'))
    },
  )
})
