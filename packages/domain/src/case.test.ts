import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  assertClaimable,
  assertLease,
  type CaseShape,
  caseNumber,
  caseStates,
  joinCases,
  laneOf,
  priorityOf,
  splitCase,
} from './case.ts'
import { priorityFlags, specialSituations } from './finding.ts'

const code = (value: string) => expect.objectContaining({ code: value })
const now = '2026-11-22T10:00:00.000Z'

test.each([
  [1, 'HK-000001'],
  [123_456, 'HK-123456'],
  [1_234_567, 'HK-1234567'],
])('case %i is read aloud as %s', (n, name) => expect(caseNumber(n)).toBe(name))

describe('lanes', () => {
  test.each([
    ['DEATH', 'priority'],
    ['SUICIDALITY', 'crisis'],
    ['LIFE_THREATENING', 'priority'],
    ['PREGNANCY', 'priority'],
    ['CHILD', 'priority'],
    ['WITHDRAWAL_DEPENDENCE', 'priority'],
  ] as const)('%s alone waits in %s', (flag, lane) => expect(laneOf([flag])).toBe(lane))

  test('every flag bypasses the ordinary queue, and suicidality the priority one', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...priorityFlags)), (flags) => {
        const expected = flags.includes('SUICIDALITY') ? 'crisis' : flags.length > 0 ? 'priority' : 'standard'
        expect(laneOf(flags)).toBe(expected)
      }),
    )
  })

  const implied: Record<string, string> = {
    PREGNANCY_MATERNAL: 'PREGNANCY',
    PREGNANCY_PATERNAL: 'PREGNANCY',
    LACTATION: 'PREGNANCY',
    PAEDIATRIC: 'CHILD',
  }
  test.each(specialSituations)('%s implies its flag or none', (special) => {
    expect(priorityOf([], [special])).toEqual(implied[special] ? [implied[special]] : [])
  })
  test('flags given are kept, once each', () => {
    expect(priorityOf(['DEATH', 'CHILD', 'DEATH'], ['PAEDIATRIC'])).toEqual(['CHILD', 'DEATH'])
  })
})

describe('claiming', () => {
  const lease = (by: string, until: string) => ({ by, token: 't1', until })
  test.each([
    ['a free case', null],
    ['one’s own, from another tab', lease('anna', '2026-11-22T10:05:00.000Z')],
    ['another’s lapsed lease', lease('ben', '2026-11-22T09:59:59.999Z')],
    ['another’s lease at its very end', lease('ben', now)],
    ['another’s lapsed lease, written without milliseconds', lease('ben', '2026-11-22T10:00:00Z')],
    ['another’s lapsed lease, written with an offset', lease('ben', '2026-11-22T10:59:00+01:00')],
  ])('takes %s', (_, held) => {
    expect(() => assertClaimable('open', held, 'anna', now)).not.toThrow()
  })

  test('leaves another’s living lease alone', () => {
    for (const until of ['2026-11-22T10:00:00.001Z', '2026-11-22T09:30:00-01:00'])
      expect(() => assertClaimable('open', lease('ben', until), 'anna', now)).toThrow(
        code('case.leased_by_other'),
      )
  })

  test.each(caseStates)('of a case that is %s', (state) => {
    const act = () => assertClaimable(state, null, 'anna', now)
    if (['decided', 'joined', 'withdrawn'].includes(state)) expect(act).toThrow(code('case.not_open'))
    else expect(act).not.toThrow()
  })

  test.each([
    ['no lease', null],
    ['another token', lease('anna', '2026-11-22T10:05:00.000Z')],
    ['the end of its time', { ...lease('anna', now), token: 'mine' }],
    [
      'a time that passed, written without milliseconds',
      { ...lease('anna', '2026-11-22T10:00:00Z'), token: 'mine' },
    ],
  ])('a tab with %s has lost the case', (_, held) => {
    expect(() => assertLease(held, 'mine', now)).toThrow(code('case.lease_lost'))
  })
  test('the tab that holds the token works on', () => {
    const held = { ...lease('anna', '2026-11-22T10:00:00.001Z'), token: 'mine' }
    expect(() => assertLease(held, 'mine', now)).not.toThrow()
  })

  test('race: whatever the order of claims, at most one token passes', () => {
    const claim = fc.record({
      by: fc.constantFrom('anna', 'ben'),
      at: fc.nat(30),
      minutes: fc.integer({ min: 1, max: 10 }),
    })
    fc.assert(
      fc.property(fc.array(claim, { minLength: 1 }), fc.nat(45), (claims, checkAt) => {
        const iso = (minute: number) => new Date(Date.UTC(2026, 10, 22, 10, minute)).toISOString()
        let held: { by: string; token: string; until: string } | null = null
        for (const [n, c] of claims.sort((a, b) => a.at - b.at).entries()) {
          try {
            assertClaimable('open', held, c.by, iso(c.at))
            held = { by: c.by, token: `t${n}`, until: iso(c.at + c.minutes) }
          } catch (refusal) {
            expect(refusal).toEqual(code('case.leased_by_other'))
            expect(held?.by).not.toBe(c.by)
          }
        }
        const passing = claims.filter((_, n) => {
          try {
            assertLease(held, `t${n}`, iso(checkAt))
            return true
          } catch {
            return false
          }
        })
        expect(passing.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

const shape = (change: Partial<CaseShape> = {}): CaseShape => ({
  id: 'c1',
  state: 'open',
  patient: 'author',
  postIds: ['p1', 'p2', 'p3'],
  ...change,
})

describe('splitting', () => {
  test('moves the chosen posts, in the order of the case', () => {
    expect(splitCase(shape(), ['p3', 'p1'], 'mother')).toEqual({ stays: ['p2'], goes: ['p1', 'p3'] })
  })
  test('one post that speaks of two patients stays and goes', () => {
    expect(splitCase(shape({ postIds: ['p1'] }), ['p1'], 'mother')).toEqual({ stays: ['p1'], goes: ['p1'] })
  })
  test.each<[string, CaseShape, string[], string, string]>([
    ['all posts', shape(), ['p1', 'p2', 'p3'], 'mother', 'case.last_post'],
    ['no post', shape(), [], 'mother', 'case.last_post'],
    ['the only post for the same patient', shape({ postIds: ['p1'] }), ['p1'], ' author ', 'case.last_post'],
    [
      'the same patient under stray blanks',
      shape({ postIds: ['p1'], patient: 'author ' }),
      ['p1'],
      'author',
      'case.last_post',
    ],
    ['a patient without a name', shape(), ['p1'], '  ', 'input.invalid'],
    ['the only post for a patient without a name', shape({ postIds: ['p1'] }), ['p1'], '', 'input.invalid'],
    ['a post that left meanwhile', shape(), ['p1', 'p9'], 'mother', 'case.changed'],
    ['a held case', shape({ state: 'held' }), ['p1'], 'mother', 'case.not_open'],
    ['a concluded case', shape({ state: 'concluded' }), ['p1'], 'mother', 'case.not_open'],
    ['a decided case', shape({ state: 'decided' }), ['p1'], 'mother', 'case.not_open'],
    ['a joined case', shape({ state: 'joined' }), ['p1'], 'mother', 'case.not_open'],
  ])('refuses %s', (_, from, posts, patient, refusal) => {
    expect(() => splitCase(from, posts, patient)).toThrow(code(refusal))
  })

  test('loses and invents no post, and joining undoes it', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^p\d{1,3}$/), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(ids, fc.nat(), (postIds, pick) => {
        const chosen = postIds.filter((_, i) => (pick >> i) & 1)
        fc.pre(chosen.length > 0 && chosen.length < postIds.length)
        const { stays, goes } = splitCase(shape({ postIds }), chosen, 'mother')
        expect([...stays, ...goes].sort()).toEqual([...postIds].sort())
        const back = joinCases(shape({ postIds: stays }), shape({ id: 'c2', postIds: goes }))
        expect(back.sort()).toEqual([...postIds].sort())
      }),
    )
  })
})

describe('joining', () => {
  test('keeps a post both cases hold once', () => {
    expect(joinCases(shape(), shape({ id: 'c2', postIds: ['p3', 'p4'] }))).toEqual(['p1', 'p2', 'p3', 'p4'])
  })
  test('refuses itself, and any case that is not open', () => {
    expect(() => joinCases(shape(), shape())).toThrow(code('case.not_open'))
    for (const state of caseStates.filter((s) => s !== 'open')) {
      expect(() => joinCases(shape(), shape({ id: 'c2', state }))).toThrow(code('case.not_open'))
      expect(() => joinCases(shape({ state }), shape({ id: 'c2' }))).toThrow(code('case.not_open'))
    }
  })
})
