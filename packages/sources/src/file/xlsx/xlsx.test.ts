import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { importFile, importText } from '../importing.ts'
import { packed, spreadsheet } from './packed.ts'
import { dateOf, numberOf } from './sheet.ts'
import { isDateFormat } from './workbook.ts'

const sample = (name: string) => join(import.meta.dirname, 'samples', name)
const text = (column: string, row: number, words: string) =>
  `<c r="${column}${row}" t="inlineStr"><is><t>${words}</t></is></c>`
const head = `<row r="1">${text('A', 1, 'id')}${text('B', 1, 'text')}${text('C', 1, 'date')}</row>`

describe('spreadsheets as others write them', () => {
  test('a cover sheet, lines above the header, rich text, formulas by their last value, errors, dates', async () => {
    const { posts, rejected, survey } = await importFile({ path: sample('with-preamble.xlsx') })
    expect(survey).toMatchObject({
      items: 5,
      layout: { format: 'xlsx', sheet: 'Data', header: { profile: 'sprinklr', line: 3 } },
    })
    expect(posts).toMatchObject([
      {
        platform: 'x',
        externalId: '1234567890123456789',
        text: 'It made me ill, really "ill"\nnext line',
        postedAt: '2026-03-04T10:12:13.000Z',
      },
      { platform: 'file', text: 'xy', postedAt: '2026-03-04T12:00:00.000Z' },
      { platform: 'facebook', text: 'last one', lang: 'en', postedAt: '2023-03-15T00:00:00.000Z' },
    ])
    expect(rejected).toEqual([
      { line: 5, reason: 'id.mangled' },
      { line: 7, reason: 'text.absent' },
    ])
  })

  test('ids as text are kept, ids as numbers are reported', async () => {
    const { posts, rejected } = await importFile({ path: sample('ids-and-dates.xlsx') })
    expect(posts).toMatchObject([
      { externalId: '12345678901234567890', text: 'größer & <b>', postedAt: '2026-03-04T00:00:00.000Z' },
    ])
    expect(rejected).toEqual([
      { line: 3, reason: 'id.mangled' },
      { line: 4, reason: 'date.unreadable' },
    ])
  })

  test('an import goes on where it stopped, and adds nothing the second time', async () => {
    const config = { path: sample('with-preamble.xlsx'), batchSize: 2 }
    const whole = await importFile(config)
    const rest = await importFile(config, {}, whole.batches[0]?.cursor ?? null)
    expect(rest.offered).toBe(whole.offered - 2)
    expect((await importFile(config, {}, whole.batches.at(-1)?.cursor ?? null)).offered).toBe(0)
  })
})

describe('cells', () => {
  test('of every kind', async () => {
    const rows = `${head}<row r="4"><c r="A4"><v>17</v></c><c r="B4" t="s"><v>0</v></c><c r="C4" s="1"><v>46085</v></c></row>
      <row r="6"><c r="A6" t="str"><f>x</f><v>f</v></c>${text('B', 6, 'a_x000D_b &amp; c')}<c r="C6" t="d"><v>2026-03-04T10:00:00Z</v></c></row>
      <row><c t="b"><v>1</v></c><c t="s"><v>99</v></c></row>`
    const strings = '<si><r><t>one </t></r><r><t xml:space="preserve">two</t></r><rPh><t>yomi</t></rPh></si>'
    const styles =
      '<numFmts><numFmt numFmtId="200" formatCode="dd\\/mm\\/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="200"/></cellXfs>'
    const { posts, rejected } = await importText(spreadsheet(rows, { strings, styles }))
    expect(posts).toMatchObject([
      { externalId: '17', text: 'one two', postedAt: '2026-03-04T00:00:00.000Z' },
      { externalId: 'f', text: 'a\rb & c', postedAt: '2026-03-04T10:00:00.000Z' },
    ])
    expect(rejected).toEqual([{ line: 7, reason: 'text.absent' }])
  })

  test.each([
    ['1.2345678901234568E+18', '1.2345678901234568E+18'],
    ['1234567890123456789', '1.2345678901234568E+18'],
    ['123456789012345', '123456789012345'],
    ['0.1', '0.1'],
    ['17.0', '17'],
  ])('the number %s is %s', (given, shown) => {
    expect(numberOf(given)).toBe(shown)
  })

  test.each([
    [1, false, '1899-12-31'],
    [46085, false, '2026-03-04'],
    [46085.5, false, '2026-03-04 12:00:00'],
    [44623, true, '2026-03-04'],
    [0.5, false, '12:00:00'],
    [-1, false, ''],
  ])('the day %d (from 1904: %s) is %s', (serial, from1904, shown) => {
    expect(dateOf(serial, from1904)).toBe(shown)
  })

  test.each([
    ['dd/mm/yyyy', true],
    ['[h]:mm:ss', true],
    ['[$-409]d-mmm', true],
    ['General', false],
    ['#,##0.00 [Red]', false],
    ['0.00E+00', false],
    ['"days" 0', false],
  ])('the format %s tells dates: %s', (code, dates) => {
    expect(isDateFormat(code)).toBe(dates)
  })
})

describe('a hostile spreadsheet', () => {
  const bomb = `${head}<row r="2">${text('B', 2, 'x'.repeat(60_000_000))}</row>`
  test.each([
    ['a bomb', spreadsheet(bomb), 'more than an export holds'],
    ['a bomb that says it is none', spreadsheet(bomb, { claims: 2_000 }), 'damaged'],
    ['no spreadsheet', packed([{ name: 'a.txt', text: 'x' }]), 'no sheet'],
    ['a torn one', spreadsheet(head).subarray(0, 300), 'damaged'],
    ['one without a header', spreadsheet(`<row r="1">${text('A', 1, 'x')}</row>`), '--map'],
  ])('%s is refused with advice', async (_, bytes, advice) => {
    await expect(importText(bytes)).rejects.toMatchObject({
      code: 'import.bad_file',
      message: expect.stringContaining(advice),
    })
  })

  test('a cell far to the right, a row that goes back, an entity: nothing of it grows or is expanded', async () => {
    const rows = `${head}<row r="2">${text('XFD', 2, 'far')}${text('B', 2, 'a &x; b')}</row><row r="x">${text('B', 3, 'c')}</row>`
    const { posts } = await importText(spreadsheet(rows, { workbookPr: '<!DOCTYPE a [<!ENTITY x "y">]>' }))
    expect(posts.map(({ text: words }) => words)).toEqual(['a &x; b', 'c'])
    expect(posts[0]?.raw.length).toBeLessThan(1_000)
  })

  test('whatever rows it holds, they are counted', async () => {
    const cell = fc.constantFrom(
      '<c r="B2" t="s"><v>7</v></c>',
      '<c r="B2"><v>x</v></c>',
      '<c/>',
      '<c r="ZZZZ9"><v>1</v></c>',
      text('B', 2, 'w'),
      '<v>1</v>',
      '</row>',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 6 }), async (cells) => {
        const { offered, posts, rejected } = await importText(
          spreadsheet(`${head}<row r="2">${cells.join('')}</row>`),
        )
        expect(offered).toBe(posts.length + rejected.length)
      }),
      { numRuns: 40 },
    )
  })
})
