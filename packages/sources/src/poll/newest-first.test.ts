import { expect, it } from 'vitest'
import type { Page } from './lane.ts'
import { clockSkewMs, type Listed, newestFirst } from './newest-first.ts'

const now = Date.UTC(2026, 10, 22)

/** A platform's list of items by their instants, newest first, some to a page. */
function listOf(instants: number[], perPage = 2) {
  const asked: (string | null)[] = []
  const page = async (next: string | null): Promise<Listed> => {
    asked.push(next)
    const at = Number(next ?? 0)
    const shown = instants.slice(at, at + perPage)
    const more = at + perPage < instants.length
    return {
      posts: [],
      newestMs: shown[0] ?? null,
      oldestMs: shown.at(-1) ?? null,
      next: more ? String(at + perPage) : null,
    }
  }
  return { page, asked }
}

async function walk(instants: number[], cursor: string | null, over = {}) {
  const { page, asked } = listOf(instants)
  const pages: Page[] = []
  const list = { page, maxPages: 5, overlapMs: 0, nowMs: () => now, ...over }
  for await (const one of newestFirst(list, cursor, new AbortController().signal)) pages.push(one)
  return { asked, pages, cursor: pages.at(-1)?.cursor ?? null, gap: pages.at(-1)?.gap }
}
const at = (markMs: number) => JSON.stringify({ markMs })
const seconds = (...ago: number[]) => ago.map((s) => now - s * 1000)

it('reads the newest page at first, and from then on back to where it was', async () => {
  const first = await walk(seconds(1, 2, 3, 4, 5, 6), null)
  expect([first.asked, first.cursor]).toEqual([[null], at(now - 1000)])
  const later = await walk(seconds(0, 0.5, 0.7, 1, 2, 3, 4), first.cursor)
  expect([later.asked, later.cursor, later.gap]).toEqual([[null, '2', '4'], at(now), undefined])
})

it('keeps the old mark until the walk has reached it', async () => {
  const { pages } = await walk(seconds(0, 1, 2, 3, 4, 5, 6, 7), at(now - 4_500))
  expect(pages.map(({ cursor }) => cursor)).toEqual([at(now - 4_500), at(now - 4_500), at(now)])
})

it('says what is lost where the horizon comes first', async () => {
  const many = seconds(...Array.from({ length: 40 }, (_, n) => n))
  const { gap, cursor, asked } = await walk(many, at(now - 30_000))
  expect(asked).toHaveLength(5)
  expect(cursor).toBe(at(now))
  expect(gap).toEqual({
    from: new Date(now - 30_000).toISOString(),
    to: new Date(now - 9_000).toISOString(),
    reason: 'list.horizon',
    state: 'lost',
  })
})

it('loses nothing where the whole list is short, and moves nowhere where it is empty', async () => {
  expect((await walk(seconds(1, 2), at(now - 90_000))).gap).toBeUndefined()
  expect((await walk([], at(now - 90_000))).cursor).toBe(at(now - 90_000))
  expect((await walk([], null)).cursor).toBe(at(now - clockSkewMs))
})

it('is not led into the future, nor backwards', async () => {
  expect((await walk([now + 9e9, now - 5_000], null)).cursor).toBe(at(now))
  expect((await walk(seconds(100, 200), at(now - 50_000))).cursor).toBe(at(now - 50_000))
})

it('walks behind the mark by the overlap', async () => {
  const { asked } = await walk(seconds(1, 2, 3, 4, 5, 6), at(now - 1_000), { overlapMs: 2_500 })
  expect(asked).toEqual([null, '2'])
})

it('gives up on a list that leads in circles', async () => {
  const page = async (): Promise<Listed> => ({ posts: [], newestMs: now, oldestMs: now, next: 'again' })
  const walked = walk([], at(now - 1_000), { page, maxPages: 1_000 })
  await expect(walked).rejects.toMatchObject({ kind: 'malformed', code: 'list.loops' })
})
