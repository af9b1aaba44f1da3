import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../shared-data.ts'
import { importText, temporaryFile } from './importing.ts'
import { previewFile } from './preview.ts'
import { SavedProfile } from './profiles.ts'

const api = sharedFile('fixtures/csv-exports/talkwalker-openapi.yaml')
const absent = api.absent ? ' (skipped: recorded API description not found at HARK_SHARED)' : ''
const quoted = (cells: string[]) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')

/** An export's header with rows of which only these cells are filled. */
const table = (header: string[], ...rows: Record<string, string>[]) =>
  [quoted(header), ...rows.map((row) => quoted(header.map((name) => row[name] ?? '')))].join('\r\n')

const talkwalker =
  'url indexed search_indexed published title content title_snippet content_snippet root_url domain_url host_url parent_url lang sentiment source_type post_type external_id external_author_id'.split(
    ' ',
  )
const authors = ['extra_author_attributes.id', 'extra_author_attributes.name', 'extra_source_attributes.name']
/** As exports of listening queries name them. */
const sprinklr =
  'UniversalMessageId SocialNetwork SenderUserId SenderScreenName SenderListedName SenderProfileImgUrl Title Message MessageType CreatedTime Language LanguageCode CountryCode MediaTypeList Permalink Domain'.split(
    ' ',
  )

describe('Talkwalker', () => {
  test.skipIf(api.absent)(`columns are named as its API names them${absent}`, () => {
    const described = readFileSync(api.path, 'utf8')
    for (const name of talkwalker) expect(described).toMatch(new RegExp(`\\b${name}\\b`))
    for (const name of authors)
      for (const part of name.split('.')) expect(described).toMatch(new RegExp(`\\b${part}\\b`))
  })

  test('an export is known by them', async () => {
    const content = table(
      [...talkwalker, ...authors],
      {
        url: 'https://twitter.com/a/status/1495480510398742529',
        published: '1646432900000',
        content: 'It made me ill',
        external_id: '1.49548E+18',
        external_author_id: '799357096261193728',
        lang: 'en',
        'extra_author_attributes.name': 'A',
      },
      {
        url: 'https://forum.example.org/t/1',
        published: '2022-03-04 22:28',
        title: 'Dizzy',
        content: 'Since Monday',
        'extra_author_attributes.id': 'ex:1',
      },
      { url: 'https://forum.example.org/t/2', published: '2022-03-04 22:28' },
    )
    const { posts, rejected, survey } = await importText(content)
    expect(survey).toMatchObject({ layout: { header: { profile: 'talkwalker' } } })
    expect(posts).toMatchObject([
      {
        platform: 'x',
        externalId: '1495480510398742529',
        authorId: '799357096261193728',
        authorHandle: 'A',
        postedAt: '2022-03-04T22:28:20.000Z',
      },
      {
        platform: 'file',
        text: 'Dizzy\n\nSince Monday',
        postedAt: '2022-03-04T22:28:00.000Z',
        authorId: 'ex:1',
      },
    ])
    expect(rejected).toEqual([{ line: 4, reason: 'text.absent' }])
  })
})

test.each([(name: string) => name, (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')])(
  'Sprinklr, its names together or apart',
  async (named) => {
    const row = {
      UniversalMessageId: 'TWITTER_2_1',
      SocialNetwork: 'TWITTER',
      SenderScreenName: 'a',
      SenderUserId: '12',
      Message: 'It made me ill',
      CreatedTime: '13/03/2026 10:12',
      LanguageCode: 'en',
      Permalink: 'https://twitter.com/a/status/1495480510398742529',
    }
    const renamed = Object.fromEntries(Object.entries(row).map(([name, value]) => [named(name), value]))
    const { posts, survey } = await importText(table(sprinklr.map(named), renamed))
    expect(survey).toMatchObject({ layout: { header: { profile: 'sprinklr' } } })
    expect(posts).toMatchObject([
      {
        platform: 'x',
        externalId: '1495480510398742529',
        authorId: '12',
        authorHandle: 'a',
        lang: 'en',
        postedAt: '2026-03-13T10:12:00.000Z',
      },
    ])
  },
)

describe('a mapping of one’s own', () => {
  const profile = SavedProfile.parse({
    name: 'our-forum',
    columns: { text: ['Was', 'Betreff'], id: ['Nr.'], date: ['Wann'] },
    dateOrder: 'dmy',
  })
  const content =
    'Auszug\nNr.;Betreff;Was;Wann\n1;Frage;Mir wurde übel;03/04/2026\n2;Nur Betreff;;03/04/2026\n'

  test('names the columns of a file nobody knows', async () => {
    await expect(importText(content)).rejects.toMatchObject({
      code: 'import.bad_file',
      message: expect.stringContaining('--map'),
    })
    const { posts } = await importText(content, { profile })
    expect(posts).toMatchObject([
      { externalId: '1', text: 'Mir wurde übel', postedAt: '2026-04-03T00:00:00.000Z' },
      { externalId: '2', text: 'Nur Betreff' },
    ])
  })

  test('is shown before it is used', async () => {
    await using file = await temporaryFile(`${content}3;;;\n;;x;33/33/2026\n`)
    const { columns, posts, rejected, offered } = await previewFile(
      { path: file.path, profile },
      1,
      new AbortController().signal,
    )
    expect(columns).toEqual([
      { column: 'Nr.', field: 'id' },
      { column: 'Betreff', field: 'text' },
      { column: 'Was', field: 'text' },
      { column: 'Wann', field: 'date' },
    ])
    expect([offered, posts.length, rejected]).toEqual([
      4,
      1,
      [
        { line: 5, reason: 'text.absent' },
        { line: 6, reason: 'date.unreadable' },
      ],
    ])
  })

  test.each([
    { name: 'a', columns: {} },
    { name: '../a', columns: { text: ['a'] } },
    { name: 'a', columns: { text: ['a'], colour: ['b'] } },
    { name: 'a', columns: { text: [] } },
  ])('%j is none', (mapping) => {
    expect(SavedProfile.safeParse(mapping).success).toBe(false)
  })
})
