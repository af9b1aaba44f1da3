import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Awareness,
  anchorOf,
  type ClockKind,
  clockKinds,
  clockOf,
  clockUsed,
  dayZero,
  dueAt,
  earliestAwareness,
  epochOf,
  escalationsReached,
  explainDayZero,
  needsSignedReason,
  openClocks,
  urgencyOf,
} from './clock.ts'

const aware = (change: Partial<Awareness>): Awareness => ({
  postedAt: null,
  ingestedAt: '2026-03-02T08:00:00.000Z',
  flaggedAt: '2026-03-02T08:00:05.000Z',
  firstViewedAt: null,
  vendorAwareAt: null,
  ...change,
})
const code = (value: string) => expect.objectContaining({ code: value })

describe('day 0 is the calendar date of the anchor in the entity’s zone', () => {
  test.each([
    ['2019-11-19T10:00:00Z', 'Europe/Berlin', '2019-11-19', 'the guide’s example'],
    ['2026-06-05T23:59:59.999Z', 'UTC', '2026-06-05', 'last instant of a day'],
    ['2026-06-06T00:00:00Z', 'UTC', '2026-06-06', 'first instant of a day'],
    ['2026-06-05T22:00:00Z', 'Europe/Berlin', '2026-06-06', 'midnight in Berlin in summer'],
    ['2026-06-05T21:59:59Z', 'Europe/Berlin', '2026-06-05', 'a second before it'],
    ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02', 'UTC+14'],
    ['2026-01-01T10:59:59Z', 'Pacific/Pago_Pago', '2025-12-31', 'UTC−11, still last year'],
    ['2024-02-29T12:00:00Z', 'America/New_York', '2024-02-29', 'leap day'],
    ['2025-12-31T23:30:00Z', 'Asia/Tokyo', '2026-01-01', 'year end, already next year in Tokyo'],
    ['2026-03-07 23:15:00.5+00', 'UTC', '2026-03-07', 'as Postgres writes an instant'],
  ])('%s in %s is %s (%s)', (at, zone, date) => {
    expect(dayZero(at, zone)).toBe(date)
  })
})

describe('calendar-day clocks end with day n in the entity’s zone', () => {
  test.each<[ClockKind, string, string, string, string]>([
    [
      'serious_15d',
      '2019-11-19T10:00:00Z',
      'Europe/Berlin',
      '2019-12-04T22:59:59.999Z',
      '19 Nov + 15 = 4 Dec',
    ],
    ['serious_15d', '2026-03-20T12:00:00Z', 'Europe/Berlin', '2026-04-04T21:59:59.999Z', 'over DST start'],
    ['serious_15d', '2026-10-20T12:00:00Z', 'Europe/Berlin', '2026-11-04T22:59:59.999Z', 'over DST end'],
    [
      'serious_15d',
      '2026-10-10T10:00:00Z',
      'Europe/Berlin',
      '2026-10-25T22:59:59.999Z',
      'due on the 25-hour day',
    ],
    [
      'serious_15d',
      '2026-03-14T10:00:00Z',
      'Europe/Berlin',
      '2026-03-29T21:59:59.999Z',
      'due on the 23-hour day',
    ],
    ['serious_15d', '2024-02-14T12:00:00Z', 'UTC', '2024-02-29T23:59:59.999Z', 'due on a leap day'],
    ['serious_15d', '2024-02-29T12:00:00Z', 'UTC', '2024-03-15T23:59:59.999Z', 'from a leap day'],
    [
      'serious_15d',
      '2025-12-20T12:00:00Z',
      'UTC',
      '2026-01-04T23:59:59.999Z',
      'over the year end; a Sunday stays',
    ],
    ['serious_15d', '2025-12-10T12:00:00Z', 'UTC', '2025-12-25T23:59:59.999Z', 'a holiday stays'],
    ['serious_15d', '2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-17T09:59:59.999Z', 'UTC+14'],
    ['serious_15d', '2026-01-01T10:00:00Z', 'Pacific/Pago_Pago', '2026-01-16T10:59:59.999Z', 'UTC−11'],
    ['non_serious_90d', '2026-01-01T12:00:00Z', 'UTC', '2026-04-01T23:59:59.999Z', '90 days'],
    ['non_serious_90d', '2023-12-01T12:00:00Z', 'UTC', '2024-02-29T23:59:59.999Z', '90 days to a leap day'],
    [
      'forward_24h',
      '2026-03-28T12:00:00Z',
      'Europe/Berlin',
      '2026-03-29T12:00:00.000Z',
      '24 h are elapsed time',
    ],
    ['forward_24h', '2026-06-05T23:00:00Z', 'UTC', '2026-06-06T23:00:00.000Z', '24 h over a weekend'],
  ])('%s from %s in %s is due %s (%s)', (kind, at, zone, due) => {
    expect(dueAt(kind, at, zone)).toBe(due)
  })

  test('a day that starts at 01:00 because midnight was skipped ends the day before it in time', () => {
    // Cairo springs forward at 00:00 on the last Friday of April.
    expect(dueAt('serious_15d', '2026-04-08T12:00:00Z', 'Africa/Cairo')).toBe('2026-04-23T21:59:59.999Z')
  })
})

describe('refusals', () => {
  test.each(clockKinds)('%s refuses what is no instant, and no zone', (kind) => {
    expect(() => dueAt(kind, 'yesterday', 'UTC')).toThrow(code('clock.instant_invalid'))
    expect(() => dueAt(kind, '2026-03-02T08:00:00Z', 'Mars/Olympus')).toThrow(code('clock.instant_invalid'))
    expect(() => dueAt(kind, '2026-03-02T08:00:00', 'UTC')).toThrow(code('clock.instant_invalid'))
  })
  test('an anchor that is no instant is a refusal, not a crash', () => {
    expect(() => anchorOf(aware({ vendorAwareAt: 'noon' }))).toThrow(code('clock.instant_invalid'))
    expect(() => earliestAwareness([])).toThrow(code('clock.instant_invalid'))
  })
  test('nobody flagged, saw or knew of it: no clock starts', () => {
    expect(() => openClocks(aware({ flaggedAt: null }), 'UTC')).toThrow(code('clock.instant_invalid'))
    const seen = aware({ flaggedAt: null, firstViewedAt: '2026-03-02T08:00:00.000Z' })
    expect(anchorOf(seen).anchor).toBe('first human view (earliest-v1)')
  })
})

describe('the anchor is the earliest of vendor awareness, flag and first view', () => {
  test.each<[Partial<Awareness>, string]>([
    [{}, 'classifier flag (earliest-v1)'],
    [{ postedAt: '2020-01-01T00:00:00Z' }, 'classifier flag (earliest-v1)'],
    [{ postedAt: '2099-01-01T00:00:00Z' }, 'classifier flag (earliest-v1)'],
    [{ firstViewedAt: '2026-03-02T07:59:00Z' }, 'first human view (earliest-v1)'],
    [{ firstViewedAt: '2026-03-02T09:00:00Z' }, 'classifier flag (earliest-v1)'],
    [
      { vendorAwareAt: '2026-03-01T00:00:00Z', firstViewedAt: '2026-03-02T07:00:00Z' },
      'vendor awareness (earliest-v1)',
    ],
    [{ firstViewedAt: '2026-03-02T09:00:00+02:00' }, 'first human view (earliest-v1)'],
  ])('%j → %s', (change, anchor) => {
    expect(anchorOf(aware(change)).anchor).toBe(anchor)
  })
})

test('golden: seen by a vendor in Manila at 00:05 on Saturday, by PV in Basel on Monday: one day 0, explained', () => {
  const a = aware({
    postedAt: '2026-06-05T23:58:00+09:00', // Friday night in Tokyo
    vendorAwareAt: '2026-06-06T00:05:00+08:00',
    vendorZone: 'Asia/Manila',
    ingestedAt: '2026-06-08T06:00:00Z',
    flaggedAt: '2026-06-08T06:00:01Z',
    firstViewedAt: '2026-06-08T07:00:00Z',
  })
  const clocks = openClocks(a, 'Europe/Zurich')
  expect(new Set(clocks.map((c) => c.day0))).toEqual(new Set(['2026-06-06']))
  expect(clocks.map((c) => [c.kind, c.dueAt])).toEqual([
    ['forward_24h', '2026-06-06T16:05:00.000Z'],
    ['serious_15d', '2026-06-21T15:59:59.999Z'],
    ['non_serious_90d', '2026-09-04T15:59:59.999Z'],
  ])
  expect(clocks[1] && explainDayZero(clocks[1])).toBe(
    'Day 0 is 2026-06-06, the date in Asia/Manila at 2026-06-06T00:05:00+08:00: vendor awareness (earliest-v1).',
  )
  expect(
    earliestAwareness([
      { at: '2026-06-08T07:00:00Z', zone: 'Europe/Zurich' },
      { at: '2026-06-06T00:05:00+08:00', zone: 'Asia/Manila' },
    ]),
  ).toEqual({ at: '2026-06-06T00:05:00+08:00', zone: 'Asia/Manila' })
})

describe('how much of a clock is used', () => {
  const day = { anchorAt: '2026-03-02T00:00:00Z', dueAt: '2026-03-03T00:00:00Z' }
  test.each([
    ['2026-03-02T00:00:00Z', 'far', []],
    ['2026-03-02T11:59:59.999Z', 'far', []],
    ['2026-03-02T12:00:00Z', 'near', [50]],
    ['2026-03-02T18:00:00Z', 'near', [50, 75]],
    ['2026-03-02T21:35:59.999Z', 'near', [50, 75]],
    ['2026-03-02T21:36:00Z', 'critical', [50, 75, 90]],
    ['2026-03-03T00:00:00Z', 'critical', [50, 75, 90, 100]],
    ['2026-03-03T00:00:00.001Z', 'late', [50, 75, 90, 100]],
  ] as const)('at %s it is %s', (now, urgency, levels) => {
    expect(urgencyOf(day, now)).toBe(urgency)
    expect(escalationsReached(day, now)).toEqual(levels)
  })

  test('urgency and escalation agree on every mark, whatever the length of the clock', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 * 86_400_000 }), fc.integer({ min: 0 }), (length, offset) => {
        const start = Date.UTC(2026, 0, 1)
        const clock = {
          anchorAt: new Date(start).toISOString(),
          dueAt: new Date(start + length).toISOString(),
        }
        const now = new Date(start + (offset % (2 * length))).toISOString()
        const levels = escalationsReached(clock, now)
        const urgency = urgencyOf(clock, now)
        expect(levels.includes(90)).toBe(urgency === 'critical' || urgency === 'late')
        expect(levels.includes(50)).toBe(urgency !== 'far')
        expect(urgency === 'late').toBe(clockUsed(clock, now) > 1)
      }),
    )
  })
})

describe('properties over every zone', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const at = fc.date({ min: new Date('2015-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  const kind = fc.constantFrom(...clockKinds)

  test('a later anchor is never due earlier', () => {
    fc.assert(
      fc.property(at, fc.nat(40 * 86_400_000), zone, kind, (first, more, z, k) => {
        const later = new Date(first.getTime() + more).toISOString()
        expect(epochOf(dueAt(k, later, z))).toBeGreaterThanOrEqual(epochOf(dueAt(k, first.toISOString(), z)))
      }),
      { numRuns: 500 },
    )
  })

  test('the last instant on time is on day n, and the next one on day n + 1', () => {
    fc.assert(
      fc.property(at, zone, (date, z) => {
        const due = dueAt('serious_15d', date.toISOString(), z)
        const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
        const day0 = dayZero(date.toISOString(), z)
        expect(days(day0, dayZero(due, z))).toBe(15)
        expect(days(day0, dayZero(new Date(epochOf(due) + 1).toISOString(), z))).toBe(16)
      }),
      { numRuns: 500 },
    )
  })

  test('a recompute asks for a signed reason exactly when it moves later', () => {
    fc.assert(
      fc.property(at, at, zone, kind, (one, two, z, k) => {
        const before = clockOf(k, 'a', one.toISOString(), z)
        const after = clockOf(k, 'b', two.toISOString(), z)
        expect(needsSignedReason(before, after)).toBe(epochOf(after.dueAt) > epochOf(before.dueAt))
        expect(needsSignedReason(before, before)).toBe(false)
      }),
    )
  })

  test('the earliest awareness does not depend on the order it is told in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(at, { minLength: 1, selector: (d) => d.getTime() }), zone, (dates, z) => {
        const known = dates.map((d) => ({ at: d.toISOString(), zone: z }))
        expect(earliestAwareness([...known].reverse())).toEqual(earliestAwareness(known))
      }),
    )
  })
})
