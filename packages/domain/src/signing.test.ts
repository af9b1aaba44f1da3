import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assertFactors,
  assertMaySign,
  type Factor,
  factors,
  needsBothComponents,
  SIGNING_IDLE_MINUTES,
  type Signer,
} from './signing.ts'

const code = (value: string) => expect.objectContaining({ code: value })
const now = '2026-11-22T10:00:00.000Z'
const minutes = (n: number) => new Date(Date.parse(now) + n * 60_000).toISOString()
const fresh = { since: null, lastSignedAt: null }
const running = { since: minutes(-30), lastSignedAt: minutes(-5) }

describe('one continuous series of signings (21 CFR 11.200(a)(1))', () => {
  test.each([
    ['the first of a session', fresh, true],
    ['authenticated but not yet signed', { since: minutes(-1), lastSignedAt: null }, true],
    ['after a signature', running, false],
    ['at the end of the pause', { since: minutes(-60), lastSignedAt: minutes(-SIGNING_IDLE_MINUTES) }, false],
    [
      'a moment after it',
      { since: minutes(-60), lastSignedAt: minutes(-SIGNING_IDLE_MINUTES - 0.001) },
      true,
    ],
    ['a clock set back by less than the pause', { since: minutes(0), lastSignedAt: minutes(1) }, false],
    ['a clock set back by an hour', { since: minutes(0), lastSignedAt: minutes(60) }, true],
  ])('%s', (_, series, both) => {
    expect(needsBothComponents(series, now)).toBe(both)
  })
  test('an unreadable time never counts as recent', () => {
    expect(() => needsBothComponents({ since: minutes(-1), lastSignedAt: 'just now' }, now)).toThrow(
      code('clock.instant_invalid'),
    )
  })
})

describe('components shown', () => {
  const table: [Factor[], 'ok' | string, 'ok' | string][] = [
    [[], 'sign.reauth_required', 'sign.reauth_required'],
    [['totp'], 'sign.reauth_required', 'sign.reauth_required'],
    [['password'], 'sign.second_factor_required', 'ok'],
    [['password', 'password'], 'sign.second_factor_required', 'ok'],
    [['passkey'], 'sign.second_factor_required', 'ok'],
    [['password', 'totp'], 'ok', 'ok'],
    [['password', 'passkey'], 'ok', 'ok'],
    [['passkey', 'totp'], 'ok', 'ok'],
    [['password', 'passkey', 'totp'], 'ok', 'ok'],
  ]
  test.each(table)('%j: first %s, later %s', (shown, first, later) => {
    for (const [series, expected] of [
      [fresh, first],
      [running, later],
    ] as const) {
      const act = () => assertFactors(shown, series, now)
      if (expected === 'ok') expect(act).not.toThrow()
      else expect(act).toThrow(code(expected))
    }
  })
  test('showing more never turns a yes into a no', () => {
    fc.assert(
      fc.property(
        fc.subarray([...factors]),
        fc.constantFrom(...factors),
        fc.boolean(),
        (shown, more, first) => {
          const series = first ? fresh : running
          const passes = (f: Factor[]) => {
            try {
              assertFactors(f, series, now)
              return true
            } catch {
              return false
            }
          }
          expect(passes(shown) && !passes([...shown, more])).toBe(false)
        },
      ),
    )
  })
})

describe('who may sign', () => {
  const good: Signer = {
    active: true,
    mustEnrol: false,
    trainedUntil: minutes(1),
    accountableSince: minutes(-9),
  }
  test.each<[string, Partial<Signer>, string]>([
    ['has left', { active: false }, 'sign.not_permitted'],
    ['was reset by an operator and has not enrolled again', { mustEnrol: true }, 'sign.not_permitted'],
    ['was never trained', { trainedUntil: null }, 'sign.not_trained'],
    ['was trained until a moment ago', { trainedUntil: minutes(-0.001) }, 'sign.not_trained'],
    [
      'was trained until earlier today, by another zone’s clock',
      { trainedUntil: '2026-11-22T10:30:00+01:00' },
      'sign.not_trained',
    ],
    ['has not acknowledged accountability', { accountableSince: null }, 'sign.not_trained'],
  ])('not who %s', (_, change, refusal) => {
    expect(() => assertMaySign({ ...good, ...change }, now)).toThrow(code(refusal))
  })
  test.each([{}, { trainedUntil: now }, { trainedUntil: '2026-11-22T09:30:00-01:00' }])(
    'who is %j',
    (change) => {
      expect(() => assertMaySign({ ...good, ...change }, now)).not.toThrow()
    },
  )
})
