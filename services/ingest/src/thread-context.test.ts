import { connect, loadProgrammes, runningSources, sealer, storeBatch } from '@hark/db'
import type { Post } from '@hark/domain'
import { createLogger } from '@hark/runtime'
import { type Source, Trouble } from '@hark/sources'
import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { expect, test } from 'vitest'
import { withContext } from './thread-context.ts'

const KEY = Buffer.alloc(32, 7)
const sealing = { pseudonymKey: KEY, sealHandle: sealer(KEY, 'handle').seal }
const log = createLogger({ service: 'test', level: 'silent' })
const postOf = (externalId: string, parentId: string | null = null): Post => ({
  platform: 'reddit',
  externalId,
  revision: '',
  authorId: 'a',
  authorHandle: 'a',
  text: `Zolvara ${externalId}`,
  lang: null,
  url: null,
  postedAt: null,
  receivedAt: '2026-11-01T00:00:00.000Z',
  parentId,
  rootId: parentId,
  quotedId: null,
  media: [],
  raw: '{}',
})

test('what a post answers comes along, once, unless we hold it; a platform that gives none delays nothing', async () => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  try {
    const { id } = await seedProgramme(admin, { platform: 'reddit' })
    expect((await loadProgrammes(db)).has(id)).toBe(true)
    const [source] = await runningSources(db)
    if (!source) throw new Error('no source')
    await storeBatch(
      db,
      { sourceId: source.id, posts: [postOf('held')], unmatched: 0, rejected: [], removals: [] },
      sealing,
    )
    const asked: string[] = []
    const context: Source['context'] = async ({ externalId, parentId }) => {
      asked.push(externalId)
      if (parentId === 'away') throw new Trouble('unavailable', 'http.500')
      return parentId ? [postOf(parentId)] : []
    }
    const signal = new AbortController().signal
    const posts = [
      postOf('a', 'held'),
      postOf('b', 'parent'),
      postOf('c', 'parent'),
      postOf('d', 'a'),
      postOf('e'),
    ]
    const whole = await withContext({ db, log }, source, { context }, { posts }, signal)
    expect(whole.posts.map(({ externalId }) => externalId)).toEqual(['a', 'b', 'c', 'd', 'e', 'parent'])
    expect(asked).toEqual(['b'])
    const alone = { posts: [postOf('f', 'away')] }
    expect(await withContext({ db, log }, source, { context }, alone, signal)).toEqual(alone)
    expect(await withContext({ db, log }, source, {}, { posts }, signal)).toEqual({ posts })
  } finally {
    await Promise.all([admin.destroy(), db.destroy()])
  }
})

const stored = { id: 'source', programmeId: '00000000-0000-7000-8000-000000000000' }
const answersTo = (count: number) => Array.from({ length: count }, (_, n) => postOf(`a${n}`, `p${n}`))

test('questions are under way beside one another, a few at a time', async () => {
  await using base = await createTestDatabase()
  const db = connect({ url: base.url('hark_ingest') })
  let [underWay, most, asked] = [0, 0, 0]
  let release = Promise.withResolvers<void>()
  const context: Source['context'] = async ({ parentId }) => {
    underWay += 1
    asked += 1
    most = Math.max(most, underWay)
    if (underWay === 5 || asked === 12) {
      release.resolve()
      release = Promise.withResolvers()
    } else await release.promise
    underWay -= 1
    return [postOf(parentId as string)]
  }
  try {
    const signal = new AbortController().signal
    const whole = await withContext({ db, log }, stored, { context }, { posts: answersTo(12) }, signal)
    expect([whole.posts.length, asked, most]).toEqual([24, 12, 5])
  } finally {
    await db.destroy()
  }
})

test('after a failure nothing more is asked, and what was found before it comes along', async () => {
  await using base = await createTestDatabase()
  const db = connect({ url: base.url('hark_ingest') })
  const asked: string[] = []
  const context: Source['context'] = async ({ parentId }) => {
    asked.push(parentId as string)
    if (parentId === 'p0') return [postOf('p0')]
    throw new Trouble('unavailable', 'http.500')
  }
  try {
    const signal = new AbortController().signal
    const whole = await withContext({ db, log }, stored, { context }, { posts: answersTo(12) }, signal)
    expect(whole.posts.length).toBe(13)
    expect(asked.length).toBeLessThanOrEqual(6)
  } finally {
    await db.destroy()
  }
})
