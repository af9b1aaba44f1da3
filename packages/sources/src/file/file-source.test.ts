import { describe, expect, test } from 'vitest'
import { importFile, importText, temporaryFile } from './importing.ts'

const jsonl = (...rows: unknown[]) =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n')

describe('JSONL', () => {
  test('every field finds its place, and what is unknown stays in the raw line', async () => {
    const row = {
      id: 'p1',
      text: 'My head hurts',
      lang: 'en',
      author: { id: 'u1', handle: 'someone' },
      url: 'https://example.org/p1',
      posted_at: '2026-07-04T10:00:00Z',
      platform: 'reddit',
      parent: 'p0',
      root: 'r0',
      media: [{ kind: 'image', alt: 'a rash' }, 'https://example.org/a.png'],
      upvotes: 4,
    }
    const { posts, survey } = await importText(jsonl(row))

    expect(survey).toMatchObject({ layout: { format: 'jsonl' }, encoding: 'utf-8', items: 1 })
    expect(posts).toEqual([
      {
        platform: 'reddit',
        externalId: 'p1',
        revision: '',
        authorId: 'u1',
        authorHandle: 'someone',
        text: 'My head hurts',
        lang: 'en',
        url: 'https://example.org/p1',
        postedAt: '2026-07-04T10:00:00.000Z',
        receivedAt: '2026-11-22T00:00:00.000Z',
        parentId: 'p0',
        rootId: 'r0',
        quotedId: null,
        media: [
          { kind: 'image', alt: 'a rash' },
          { kind: 'link', alt: null },
        ],
        raw: JSON.stringify(row),
      },
    ])
  })

  test('each rejected line says its number and why, and the rest is imported', async () => {
    const content = jsonl(
      { id: 1, text: 'fine' },
      '{"id": 2, "text": "cut',
      '',
      { id: 3, text: ' ' },
      { id: 4 },
      { id: 5, text: ['no'] },
      { id: [], text: 'no' },
      '"text"',
      { id: 6, text: 'no', date: '03/04/2026' },
      { id: 7, text: 'no', date: 'soon' },
      { id: '1.23E+18', text: 'no' },
      { id: 8, text: '', media: ['https://example.org/a.png'] },
      { id: 9, text: 'a\u0000b\uD800' },
    )
    const { posts, rejected, offered } = await importText(content)

    expect(rejected).toEqual([
      { line: 2, reason: 'json.invalid' },
      { line: 4, reason: 'text.absent' },
      { line: 5, reason: 'text.absent' },
      { line: 6, reason: 'text.invalid' },
      { line: 7, reason: 'id.invalid' },
      { line: 8, reason: 'json.not_an_object' },
      { line: 9, reason: 'date.ambiguous' },
      { line: 10, reason: 'date.unreadable' },
      { line: 11, reason: 'id.mangled' },
    ])
    expect(posts.map(({ externalId, text }) => [externalId, text])).toEqual([
      ['1', 'fine'],
      ['8', ''],
      ['9', 'a\uFFFDb\uFFFD'],
    ])
    expect(posts[2]?.raw).toContain('a\\u0000b\\ud800')
    expect(offered).toBe(12)
  })

  test('a nineteen-digit id written as a number keeps its digits', async () => {
    const { posts } = await importText('{"id": 1234567890123456789, "text": "x"}')
    expect(posts[0]?.externalId).toBe('1234567890123456789')
  })

  test('a file cannot pass real posts off as practice', async () => {
    const { posts } = await importText(
      jsonl({ id: 1, text: 'x', platform: 'practice' }, { id: 2, text: 'y', platform: 'orkut' }),
    )
    expect(posts.map(({ platform }) => platform)).toEqual(['file', 'file'])
  })
})

describe('an import as a whole', () => {
  const many = (count: number) =>
    ['id,text', ...Array.from({ length: count }, (_, n) => `${n},"post ${n}\nin two lines"`)].join('\n')

  test('goes on after the items of its cursor, and starts anew for another file', async () => {
    await using file = await temporaryFile(many(25))
    const whole = await importFile({ path: file.path, batchSize: 10 })
    const rest = await importFile({ path: file.path, batchSize: 10 }, {}, whole.batches[0]?.cursor)

    expect(whole.batches.map(({ offered }) => offered)).toEqual([10, 10, 5])
    expect(rest.posts.map(({ externalId }) => externalId)).toEqual(
      whole.posts.slice(10).map(({ externalId }) => externalId),
    )

    await using other = await temporaryFile(many(7))
    expect((await importFile({ path: other.path }, {}, whole.batches[1]?.cursor)).posts).toHaveLength(7)
  })

  test('counts what does not match without building it, and balances', async () => {
    const wants = (text: string) => text.includes('7')
    const { posts, unmatched, offered } = await importText(many(20), {}, { wants })
    expect([posts.length, unmatched, offered]).toEqual([2, 18, 20])
  })

  test('reports progress in bytes, through both readings', async () => {
    const content = many(30_000)
    const seen: string[] = []
    let last = 0
    await importText(
      content,
      {},
      {
        onProgress: ({ phase, bytes, total }) => {
          expect(total).toBe(Buffer.byteLength(content))
          if (seen.at(-1) !== phase) {
            seen.push(phase)
            last = 0
          }
          expect(bytes).toBeGreaterThan(last)
          last = bytes
        },
      },
    )
    expect(seen).toEqual(['survey', 'import'])
    expect(last).toBe(Buffer.byteLength(content))
  })

  test('reads no further ahead than it is asked', async () => {
    await using file = await temporaryFile(many(100_000))
    let bytes = 0
    const { fileSource } = await import('./file-source.ts')
    const onProgress = (progress: { phase: string; bytes: number }) => {
      if (progress.phase === 'import') bytes = progress.bytes
    }
    const reading = fileSource({ path: file.path }, { onProgress }).read(new AbortController().signal, null)
    await reading.next()
    expect(bytes).toBeLessThanOrEqual(256 * 1024)
    await reading.return(undefined)
  })

  test.each([
    ['an empty file', '', 'empty'],
    ['a spreadsheet', 'PK\u0003\u0004rest', 'damaged'],
    ['a JSON array', '[{"text":"x"}]', 'one object a line'],
    ['a table without text', 'a,b\n1,2\n', 'No header row'],
  ])('%s is refused with advice', async (_name, content, advice) => {
    await expect(importText(content)).rejects.toMatchObject({
      code: 'import.bad_file',
      message: expect.stringContaining(advice),
    })
  })

  test('a file that is not there is refused', async () => {
    await expect(importFile({ path: '/nowhere/at/all.csv' })).rejects.toMatchObject({
      code: 'import.bad_file',
    })
  })
})
