import { describe, expect, test } from 'vitest'
import { importText } from './importing.ts'

describe('ids', () => {
  const csv = (...rows: string[]) => ['id,text,url,date', ...rows].join('\n')

  test('a mangled id is refused unless the address gives it', async () => {
    const { posts, rejected } = await importText(
      csv(
        '1.23E+18,lost,,',
        '1.23E+18,saved,https://x.com/someone/status/1234567890123456789,',
        '"1,23E+18",lost,https://example.org/thread,',
        '="1234567890123456789",literal,,',
        "'1234567890123456780,quoted,,",
      ),
    )
    expect(rejected).toEqual([
      { line: 2, reason: 'id.mangled' },
      { line: 4, reason: 'id.mangled' },
    ])
    expect(posts.map(({ platform, externalId }) => [platform, externalId])).toEqual([
      ['x', '1234567890123456789'],
      ['file', '1234567890123456789'],
      ['file', '1234567890123456780'],
    ])
  })

  test('long ids that all end in zeros were rounded', async () => {
    const rounded = await importText(csv('1234567890123450000,a,,', '1234567890123460000,b,,'))
    expect(rounded.rejected.map(({ reason }) => reason)).toEqual(['id.mangled', 'id.mangled'])

    const honest = await importText(csv('1234567890123450000,a,,', '1234567890123456789,b,,'))
    expect(honest.posts).toHaveLength(2)
  })

  test('rows without an id get one of their own, the same at every import', async () => {
    const content = csv(
      ',first comment,https://www.youtube.com/watch?v=abc,2026-01-01',
      ',second comment,https://www.youtube.com/watch?v=abc,2026-01-01',
      ',a reply,https://www.reddit.com/r/x/comments/1abc/title/k2def/,',
      ',a post,https://bsky.app/profile/did:plc:abc/post/3k,',
    )
    const [once, twice] = [await importText(content), await importText(content)]
    const ids = once.posts.map(({ externalId }) => externalId)

    expect(twice.posts.map(({ externalId }) => externalId)).toEqual(ids)
    expect(new Set(ids).size).toBe(4)
    expect(ids.slice(2)).toEqual(['t1_k2def', 'at://did:plc:abc/app.bsky.feed.post/3k'])
    expect(once.posts.map(({ platform }) => platform)).toEqual(['youtube', 'youtube', 'reddit', 'bluesky'])
  })
})

describe('dates of a whole file', () => {
  const rows = (...dates: string[]) =>
    ['text,date', ...dates.map((date, n) => `post ${n},${date}`)].join('\n')

  test('one date settles the others', async () => {
    const { posts, survey } = await importText(rows('03/04/2026', '13/04/2026'))
    expect(survey?.dateOrder).toBe('dmy')
    expect(posts.map(({ postedAt }) => postedAt?.slice(0, 10))).toEqual(['2026-04-03', '2026-04-13'])
  })

  test('what nothing settles is refused, until the importer says', async () => {
    const open = await importText(rows('03/04/2026', '05/05/2026', ''))
    expect(open.rejected).toEqual([{ line: 2, reason: 'date.ambiguous' }])
    expect(open.posts).toHaveLength(2)

    const told = await importText(rows('03/04/2026'), { dateOrder: 'mdy' })
    expect(told.posts[0]?.postedAt).toBe('2026-03-04T00:00:00.000Z')
  })

  test('contradicting dates are each read alone', async () => {
    const { posts, rejected } = await importText(rows('13/04/2026', '04/13/2026', '03/04/2026'))
    expect(posts.map(({ postedAt }) => postedAt?.slice(0, 10))).toEqual(['2026-04-13', '2026-04-13'])
    expect(rejected).toEqual([{ line: 4, reason: 'date.ambiguous' }])
  })
})
