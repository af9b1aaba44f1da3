import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../shared-data.ts'
import { importText } from './importing.ts'

const columns = {
  brandwatch: sharedFile('fixtures/csv-exports/brandwatch_columns.txt'),
  meltwater2022: sharedFile('fixtures/csv-exports/meltwater_header_2022.csv'),
  meltwater2025: sharedFile('fixtures/csv-exports/meltwater_header_2025.csv'),
}
const absent = columns.brandwatch.absent ? ' (skipped: recorded export headers not found at HARK_SHARED)' : ''
const headerOf = (file: { path: string }) =>
  readFileSync(file.path, 'utf8')
    .replace(/\r?\n$/, '')
    .split(',')

/** Rows under a vendor's real header: only the cells named are filled. */
function table(header: string[], rows: Record<string, string>[], delimiter = ','): string {
  const cell = (text: string) => (/["\n\r,\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const lines = rows.map((row) => header.map((name) => cell(row[name.trim()] ?? '')).join(delimiter))
  return [header.join(delimiter), ...lines].join('\r\n')
}

describe.skipIf(columns.brandwatch.absent)(`exports of listening tools${absent}`, () => {
  const preamble = [
    'Report:,Bulk Mentions Download',
    'Brand:,Our brand',
    'From:,Wed Jul 01 00:00:00 UTC 2026',
    'To:,Thu Jul 02 00:00:00 UTC 2026',
    'Label:,"Query ""A"", all"',
    '',
    '',
  ].join('\r\n')

  test('Brandwatch: preamble, BOM, NULs, posts without their text', async () => {
    const rows = table(headerOf(columns.brandwatch), [
      {
        Date: '2026-07-01 10:11:12.0',
        Title: 'Anyone else?',
        'Full Text': 'It gave me\u0000 a rash,\n"really"',
        Url: 'https://forum.example.org/t/12',
        'Page Type': 'forum',
        Language: 'en',
        Author: 'someone',
      },
      {
        Date: '2026-07-01 10:12:00.0',
        Url: 'https://twitter.com/a/status/1234567890123456789',
        'Page Type': 'twitter',
      },
      {
        Date: '2026-07-01 10:13:00.0',
        Snippet: 'short form',
        Title: 'short …',
        Url: 'https://x.com/a/status/1234567890123456780',
        'X Author ID': '1.23E+18',
        Author: 'a',
      },
    ])
    const { posts, rejected, survey } = await importText(`\uFEFF${preamble}${rows}`)

    expect(survey).toMatchObject({
      layout: { header: { profile: 'brandwatch', line: 7, delimiter: ',' } },
      items: 3,
    })
    expect(rejected).toEqual([{ line: 10, reason: 'text.absent' }])
    expect(posts).toMatchObject([
      {
        platform: 'file',
        text: 'Anyone else?\n\nIt gave me\uFFFD a rash,\n"really"',
        lang: 'en',
        postedAt: '2026-07-01T10:11:12.000Z',
      },
      { platform: 'x', externalId: '1234567890123456780', text: 'short form', authorId: 'a' },
    ])
    expect(JSON.parse(posts[0]?.raw ?? '')).toMatchObject({
      'Full Text': 'It gave me\u0000 a rash,\n"really"',
    })
    expect(posts[0]?.raw).not.toContain('\u0000')
  })

  test('Meltwater of 2022: tweet ids, screen names, language names', async () => {
    const content = table(headerOf(columns.meltwater2022), [
      {
        Date: '13-Jul-2026 10:12PM',
        URL: 'https://twitter.com/a/statuses/1234567890123456789',
        'Hit Sentence': 'It made me ill',
        'Tweet Id': '1.23457E+18',
        'Twitter Screen Name': '@a',
        Language: 'German',
      },
      { Date: '13-Jul-2026 10:13PM', 'Hit Sentence': 'No address', 'Tweet Id': '1.23457E+18' },
    ])
    const { posts, rejected } = await importText(content)

    expect(posts).toMatchObject([
      {
        platform: 'x',
        externalId: '1234567890123456789',
        text: 'It made me ill',
        authorHandle: '@a',
        lang: 'de',
        postedAt: '2026-07-13T22:12:00.000Z',
      },
    ])
    expect(rejected).toEqual([{ line: 3, reason: 'id.mangled' }])
  })

  test.each(['utf-16le', 'utf-16be'] as const)(
    'Meltwater of 2025 as it is saved: %s, separated by tabs',
    async (encoding) => {
      const content = table(
        headerOf(columns.meltwater2025),
        [
          {
            Date: '13/07/2026 22:12',
            Headline: 'Zwölf Fälle',
            URL: 'https://news.example.org/1',
            'Opening Text': 'Zwölf Fälle gemeldet.',
            'Hit Sentence': 'Er bekam Ausschlag 😀',
            Language: 'German',
          },
        ],
        '\t',
      )
      const bytes = Buffer.from(`\uFEFF${content}`, 'utf16le')
      const { posts, survey } = await importText(encoding === 'utf-16be' ? bytes.swap16() : bytes)

      expect(survey).toMatchObject({
        encoding,
        layout: { header: { profile: 'meltwater', delimiter: '\t' } },
      })
      expect(posts).toMatchObject([
        {
          text: 'Zwölf Fälle gemeldet.\n\nEr bekam Ausschlag 😀',
          lang: 'de',
          postedAt: '2026-07-13T22:12:00.000Z',
        },
      ])
    },
  )

  test('UTF-16 without a mark is told by its zeros, old Windows text by what UTF-8 cannot read', async () => {
    const wide = await importText(Buffer.from('id;text\r\n1;größer', 'utf16le'))
    expect([wide.survey?.encoding, wide.posts[0]?.text]).toEqual(['utf-16le', 'größer'])

    const old = await importText(Buffer.from('id;text\r\n1;gr\xF6\xDFer', 'latin1'))
    expect([old.survey?.encoding, old.posts[0]?.text]).toEqual(['windows-1252', 'größer'])

    const broken = await importText(
      Buffer.concat([Buffer.from('id;text\n1;größer und besser'), Buffer.from([0xff])]),
    )
    expect([broken.survey?.encoding, broken.posts[0]?.text]).toEqual(['utf-8', 'größer und besser\uFFFD'])
  })
})
