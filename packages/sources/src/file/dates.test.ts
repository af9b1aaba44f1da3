import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DateEvidence, parseDate } from './dates.ts'

describe('dates as exports write them', () => {
  test.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01 12:34:56.0', '2026-03-01T12:34:56.000Z'],
    ['2026-07-04T14:38:06.24+02:00', '2026-07-04T12:38:06.240Z'],
    ['2026/3/1 9:05', '2026-03-01T09:05:00.000Z'],
    ['13-Apr-2022 10:12PM', '2022-04-13T22:12:00.000Z'],
    ['Apr 13, 2022', '2022-04-13T00:00:00.000Z'],
    ['May 5 2020 12:00 AM', '2020-05-05T00:00:00.000Z'],
    ['Wed, 02 Oct 2002 13:00:00 GMT', '2002-10-02T13:00:00.000Z'],
    ['Wed Oct 10 20:19:24 +0000 2018', '2018-10-10T20:19:24.000Z'],
    ['Wed Oct 10 20:19:24 -0330 2018', '2018-10-10T23:49:24.000Z'],
    ['13.04.2026 9:05', '2026-04-13T09:05:00.000Z'],
    ['03.04.2026', '2026-04-03T00:00:00.000Z'],
    ['25/12/26 23:59', '2026-12-25T23:59:00.000Z'],
    ['12/25/2026, 11:59:59 PM', '2026-12-25T23:59:59.000Z'],
    ['05/05/2026', '2026-05-05T00:00:00.000Z'],
    ['1700000000', '2023-11-14T22:13:20.000Z'],
    ['1700000000123', '2023-11-14T22:13:20.123Z'],
  ])('%s is %s', (text, at) => {
    expect(parseDate(text, null)).toEqual({ at })
  })

  test.each(['03/04/2026', '3-4-26 10:00'])('%s is ambiguous until an order is given', (text) => {
    expect(parseDate(text, null)).toEqual({ reason: 'date.ambiguous' })
    expect(parseDate(text, 'dmy')).toMatchObject({ at: expect.stringContaining('2026-04-03') })
    expect(parseDate(text, 'mdy')).toMatchObject({ at: expect.stringContaining('2026-03-04') })
  })

  test.each([
    '31/02/2026',
    '2026-02-30',
    '2026-13-01',
    'noon',
    '',
    '25:00',
    '13/13/2026',
    '2026-03-01 25:00',
    '2026-03-01 noon',
    '12/25/2026 13:00 PM',
    'Smarch 5 2026',
    '1e9',
  ])('%s is no date', (text) => {
    expect(parseDate(text, 'dmy')).toEqual({ reason: 'date.unreadable' })
  })

  test('any instant written as ISO comes back, whatever the zone', () => {
    const date = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(date, fc.integer({ min: -14, max: 14 }), (instant, hours) => {
        const local = new Date(instant.getTime() + hours * 3_600_000).toISOString().slice(0, -1)
        const zone = `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`
        expect(parseDate(local + zone, null)).toEqual({ at: instant.toISOString() })
      }),
    )
  })

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseDate(text, 'mdy')))
  })
})

describe('the order of a whole file', () => {
  const order = (...dates: string[]) => {
    const evidence = new DateEvidence()
    for (const date of dates) evidence.note(date)
    return evidence.order
  }

  test('one date above twelve settles it', () => {
    expect(order('03/04/2026', '13/04/2026')).toBe('dmy')
    expect(order('03/04/2026', '04/13/2026 10:00')).toBe('mdy')
  })

  test('none or contradicting ones leave it open', () => {
    expect(order('03/04/2026', '2026-04-13')).toBeNull()
    expect(order('13/04/2026', '04/13/2026')).toBeNull()
    expect(order('13.04.2026')).toBeNull()
  })
})
