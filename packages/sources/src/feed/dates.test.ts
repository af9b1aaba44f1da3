import fc from 'fast-check'
import { expect, test } from 'vitest'
import { feedDate } from './dates.ts'

test.each([
  ['Thu, 01 Jan 2004 19:48:21 GMT', '2004-01-01T19:48:21.000Z'],
  ['Thu, 1 Jan 04 19:48 EST', '2004-01-02T00:48:00.000Z'],
  ['Mon, 26 January 2004 16:31:00 +0100', '2004-01-26T15:31:00.000Z'],
  ['31 Dec 2003 24:00:00 GMT', '2004-01-01T00:00:00.000Z'],
  ['2003-12-31T10:14:55-08:00', '2003-12-31T18:14:55.000Z'],
  ['2003-12-31T10:14:55.123456+0530', '2003-12-31T04:44:55.123Z'],
  ['2004-07-08 23:56:58.2', '2004-07-08T23:56:58.200Z'],
  ['20040108T19:48:21Z', '2004-01-08T19:48:21.000Z'],
  ['2003', '2003-01-01T00:00:00.000Z'],
  ['2003-12', '2003-12-01T00:00:00.000Z'],
  ['20031231', '2003-12-31T00:00:00.000Z'],
  ['2003-335', '2003-12-01T00:00:00.000Z'],
  ['Wed Oct 10 20:19:24 +0000 2018', '2018-10-10T20:19:24.000Z'],
  ['Sun Jan  4 16:29:06 PDT 2004', '2004-01-04T23:29:06.000Z'],
  ['Mar 15, 2004 5:00 PM', '2004-03-15T17:00:00.000Z'],
  ['15 mars 2004', '2004-03-15T00:00:00.000Z'],
  ['jeu., 03 févr. 2022 10:00:00 +0100', '2022-02-03T09:00:00.000Z'],
  ['Κυρ, 11 Ιούλ 2004 12:00:00 EST', '2004-07-11T17:00:00.000Z'],
  ['2004년 05월 28일 오후 11:31:25', '2004-05-28T14:31:25.000Z'],
  ['25.12.2026 9:05', '2026-12-25T09:05:00.000Z'],
  ['1700000000', '2023-11-14T22:13:20.000Z'],
  ['2010-01-01T10:00:00Z[UTC]', '2010-01-01T10:00:00.000Z'],
])('%s is %s', (text, at) => {
  expect(feedDate(text)).toBe(at)
})

test.each([
  '',
  'yesterday',
  '03/04/2026',
  '2003-13-01',
  '99 Jan 2004',
  '0000-00-00',
  '12:30',
  null,
  undefined,
])('%s is no date', (text) => {
  expect(feedDate(text)).toBeNull()
})

test('any instant comes back from RFC 822 and ISO', () => {
  const date = fc.date({ min: new Date('1975-01-01'), max: new Date('2068-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(date, (instant) => {
      expect(feedDate(instant.toISOString())).toBe(instant.toISOString())
      expect(feedDate(instant.toUTCString())).toBe(
        new Date(Math.floor(instant.getTime() / 1000) * 1000).toISOString(),
      )
    }),
  )
})

test('never throws, and answers what a database can hold', () => {
  const odd = fc.string({
    unit: fc.constantFrom('2', '0', '9', '-', ':', 'T', ' ', '+', 'Jan', ',', 'é', '/'),
    maxLength: 60,
  })
  fc.assert(
    fc.property(odd, (text) => {
      const at = feedDate(text)
      if (at !== null) expect(new Date(at).toISOString()).toBe(at)
    }),
  )
})
