import { connect, loadProgrammes, runningSources, storeBatch } from '@hark/db'
import { type Source, Trouble } from '@hark/sources'
import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { expect, test } from 'vitest'
import { silent as log, postOf, sealing } from './given-post.fixture.ts'
import { withContext } from './thread-context.ts'

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
      postOf('a', { parentId: 'held' }),
      postOf('b', { parentId: 'parent' }),
      postOf('c', { parentId: 'parent' }),
      postOf('d', { parentId: 'a' }),
      postOf('e'),
    ]
    const whole = await withContext({ db, log }, source, { context }, { posts }, signal)
    expect(whole.posts.map(({ externalId }) => externalId)).toEqual(['a', 'b', 'c', 'd', 'e', 'parent'])
    expect(asked).toEqual(['b'])
    const alone = { posts: [postOf('f', { parentId: 'away' })] }
    expect(await withContext({ db, log }, source, { context }, alone, signal)).toEqual(alone)
    expect(await withContext({ db, log }, source, {}, { posts }, signal)).toEqual({ posts })
  } finally {
    await Promise.all([admin.destroy(), db.destroy()])
  }
})

const stored = { id: 'source', programmeId: '00000000-0000-7000-8000-000000000000' }
const answersTo = (count: number) =>
  Array.from({ length: count }, (_, n) => postOf(`a${n}`, { parentId: `p${n}` }))

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
