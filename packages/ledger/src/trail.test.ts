import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tell } from '../test/story.ts'
import { rowCounter } from './bundle/manifest.ts'
import { csvCell, csvRow, renderTrailCsv } from './trail.ts'

/** RFC 4180, read back by another rule than it was written. */
function parseCsv(text: string): string[][] {
  const cells = [...text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)]
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of cells) {
    rows.at(-1)?.push(quoted === undefined ? (plain as string) : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}

describe('trail.csv', () => {
  test('is a record an event, read back exactly', () => {
    const log = tell()
    const [heading, ...rows] = parseCsv(renderTrailCsv(log.sealed.map(({ event }) => event)))
    expect(heading).toHaveLength(15)
    expect(rows.map(([seq, , , , , , action]) => [Number(seq), action])).toEqual(
      log.sealed.map(({ event }) => [event.seq, event.action]),
    )
  })

  test.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '\uff1d1', '\uff0b1', '\uff0d1', '\uff201'])(
    'no spreadsheet takes %j for a formula',
    (text) => {
      expect(csvCell(text).replace(/^"/, '')).toMatch(/^'/)
    },
  )

  test('a negative number stays a number', () => {
    expect(csvCell(-5)).toBe('-5')
  })

  test('any cells survive, and rows are counted though lines break inside cells', () => {
    const row = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
        const text = csvRow(['a', 'b']) + rows.map(csvRow).join('')
        expect(parseCsv(text).slice(1)).toEqual(
          rows.map((cells) => cells.map((cell) => (parseCsv(csvRow([cell, '']))[0] as string[])[0])),
        )
        const counter = rowCounter('x.csv')
        for (const byte of Buffer.from(text)) counter.add(Buffer.of(byte))
        expect(counter.rows()).toBe(rows.length)
      }),
    )
  })
})
