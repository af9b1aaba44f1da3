import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { temporaryFile } from '../file/importing.ts'
import type { Batch } from '../source.ts'
import { type PracticeConfig, type PracticeDeps, practicePosts, practiceSource } from './practice-source.ts'

const posts = [
  { id: 'p1', author: 'ann', text: 'First', lang: 'en', delay: 2, gold: { ae: true } },
  { id: 'p2', author: 'ben', text: 'Answer', delay: 0, thread: { parent: 'p1', root: 'p1' } },
  { id: 'p3', author: 'ann', text: 'First, corrected', delay: 6, edit_of: 'p1' },
]
const content = posts.map((post) => JSON.stringify(post)).join('\n')

async function read(
  given: string,
  config: PracticeConfig = {},
  deps: PracticeDeps = {},
  cursor: string | null = null,
) {
  await using file = await temporaryFile(given, 'posts.jsonl')
  const batches: Batch[] = []
  const nowMs = () => Date.UTC(2026, 10, 22)
  const source = practiceSource(
    { path: file.path, ...config },
    { nowMs, sleep: async () => undefined, ...deps },
  )
  for await (const batch of source.read(new AbortController().signal, cursor)) batches.push(batch)
  return batches
}

describe('the practice programme', () => {
  test('comes at the pace it says, divided by the speed', async () => {
    const waits: number[] = []
    const batches = await read(content, { speed: 2 }, { sleep: async (ms) => void waits.push(ms) })

    expect(waits).toEqual([1_000, 3_000])
    expect(batches.map(({ posts, cursor }) => [posts.map(({ text }) => text), cursor])).toEqual([
      [['First', 'Answer'], '2'],
      [['First, corrected'], '3'],
    ])
  })

  test('an edit is a new revision of the same post; answers have their thread', async () => {
    const all = (await read(content, { speed: 0 })).flatMap(({ posts }) => posts)

    expect(all.map(({ externalId, revision }) => [externalId, revision])).toEqual([
      ['p1', ''],
      ['p2', ''],
      ['p1', 'p3'],
    ])
    expect(all[1]).toMatchObject({ platform: 'practice', parentId: 'p1', rootId: 'p1', authorHandle: 'ben' })
    expect(all[0]?.raw).not.toContain('gold')
  })

  test('resumes after the posts told, and never begins again', async () => {
    expect((await read(content, { speed: 0 }, {}, '2')).flatMap(({ posts }) => posts)).toHaveLength(1)
    expect(await read(content, { speed: 0 }, {}, '3')).toEqual([])
  })

  test('an unreadable line is counted and named, and unwanted posts are counted', async () => {
    const wants = (text: string, thread?: { parentId: string | null }) =>
      text.includes('corrected') || thread?.parentId === 'p1'
    const batches = await read(`${content}\n{"id":4}`, { speed: 0 }, { wants })
    expect(batches).toMatchObject([
      {
        offered: 4,
        unmatched: 1,
        posts: [{ text: 'Answer' }, { revision: 'p3' }],
        rejected: [{ line: 4, reason: 'line.unknown_shape' }],
      },
    ])
  })

  test('an abort in mid-wait ends the telling at once', async () => {
    await using file = await temporaryFile(content, 'posts.jsonl')
    const stop = new AbortController()
    const reading = practiceSource({ path: file.path }).read(stop.signal, null)
    const next = reading.next()
    stop.abort()
    expect(await next).toMatchObject({ done: true })
  })

  test('the posts shipped with Hark are all readable', async () => {
    expect(existsSync(practicePosts)).toBe(true)
    const batches: Batch[] = []
    for await (const batch of practiceSource({ speed: 0 }).read(new AbortController().signal, null))
      batches.push(batch)
    expect(batches.flatMap(({ rejected }) => rejected)).toEqual([])
    expect(batches.reduce((sum, { offered }) => sum + offered, 0)).toBeGreaterThanOrEqual(400)
  })
})
