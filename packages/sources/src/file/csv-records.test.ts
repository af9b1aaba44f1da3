import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CsvReader } from './csv-records.ts'
import { LineSplitter, maxLineChars } from './lines.ts'

function read(text: string, delimiter = ',', lumps = [text]) {
  const [splitter, reader] = [new LineSplitter('\n'), new CsvReader(delimiter)]
  const records = lumps.flatMap((lump) => reader.push(splitter.push(lump)))
  return [...records, ...reader.push(splitter.end()), ...reader.end()]
}

describe('records of a CSV file', () => {
  test('carry the physical line they start on', () => {
    expect(read('a,b\r\n"x\r\ny",1\r\n\r\nc,2')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x\r\ny', '1'] },
      { line: 5, cells: ['c', '2'] },
    ])
  })

  test('stray quotes are text', () => {
    expect(read('a,5" nail,b\n"abc"def,g\nx, "y\n')).toEqual([
      { line: 1, cells: ['a', '5" nail', 'b'] },
      { line: 2, cells: ['"abc"def', 'g'] },
      { line: 3, cells: ['x', ' "y'] },
    ])
  })

  test('a quote never closed costs its line, not the file', () => {
    const lines = Array.from({ length: 2_000 }, (_, n) => `${n},fine`)
    lines[2] = '2,"never closed'
    const records = read(lines.join('\n'))

    expect(records).toHaveLength(2_000)
    expect(records.filter((record) => 'reason' in record)).toEqual([
      { line: 3, reason: 'csv.quote_not_closed' },
    ])
    expect(records.at(-1)).toEqual({ line: 2_000, cells: ['1999', 'fine'] })
  })

  test('a quote never closed near the end costs its line too', () => {
    expect(read('a,b\n"open,1\nc,2\nd,3')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, reason: 'csv.quote_not_closed' },
      { line: 3, cells: ['c', '2'] },
      { line: 4, cells: ['d', '3'] },
    ])
  })

  test('a line too long to hold is reported by its number', () => {
    const long = 'x'.repeat(maxLineChars + 1)
    expect(read(`a,b\n${long}\nc,2`)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, reason: 'line.too_long' },
      { line: 3, cells: ['c', '2'] },
    ])
    expect(read('', ',', ['a\n', long, long, '\nc,2\n'])).toMatchObject([
      { line: 1 },
      { line: 2, reason: 'line.too_long' },
      { line: 3 },
    ])
  })

  test('whatever is written as CSV is read back, however the file is cut into lumps', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r\n', ' ', '😀') })
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t'), fc.nat(50), (table, delimiter, cut) => {
        const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`
        const text = table.map((row) => row.map(quoted).join(delimiter)).join('\r\n')
        const records = read(text, delimiter, [text.slice(0, cut), text.slice(cut)])
        expect(records.map((record) => ('cells' in record ? record.cells : record))).toEqual(table)
      }),
    )
  })

  test('every physical line of any text is in a record, rejected or blank, and reading ends', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 200 })
    fc.assert(
      fc.property(text, (given) => {
        const numbers = read(given).map(({ line }) => line)
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      }),
    )
  })
})
