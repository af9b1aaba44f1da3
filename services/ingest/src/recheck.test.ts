import { connect, enrolForChecks, loadProgrammes, runningSources, sealer, storeBatch } from '@hark/db'
import type { Post } from '@hark/domain'
import type { Rechecked } from '@hark/sources'
import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { Interest } from './interest.ts'
import { recheckOnce } from './recheck.ts'

const KEY = Buffer.alloc(32, 7)
const sealing = { pseudonymKey: KEY, sealHandle: sealer(KEY, 'handle').seal }
const postOf = (externalId: string, text: string, revision = ''): Post => ({
  platform: 'reddit',
  externalId,
  revision,
  authorId: 'a',
  authorHandle: 'a',
  text,
  lang: null,
  url: null,
  postedAt: null,
  receivedAt: '2026-11-01T00:00:00.000Z',
  parentId: null,
  rootId: null,
  quotedId: null,
  media: [],
  raw: '{}',
})

test('what the platform no longer shows goes, what it changed is a new version, what it does not answer is asked again', async () => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  try {
    const { id } = await seedProgramme(admin, { platform: 'reddit' })
    await sql`update source set policy = '{"recheckHours": 24}', acknowledged_at = now()`.execute(admin)
    const [source] = await runningSources(db)
    const programme = (await loadProgrammes(db)).get(id)
    if (!source || !programme) throw new Error('nothing seeded')
    const interest = new Interest(programme, [])
    const posts = ['gone', 'changed', 'same', 'silent'].map((name) => postOf(name, `Zolvara ${name}`))
    await storeBatch(db, { sourceId: source.id, posts, unmatched: 0, rejected: [], removals: [] }, sealing)
    await sql`update post_stage set state = 'done', outcome = 'negative'`.execute(admin)
    await enrolForChecks(db)
    const asked: string[][] = []
    const recheck = async (ids: readonly string[]): Promise<Rechecked[]> => {
      asked.push(ids.toSorted())
      const answers: Rechecked[] = [
        { externalId: 'gone', now: 'gone', reason: 'deleted' },
        { externalId: 'changed', now: 'changed', post: postOf('changed', 'rewritten', '2') },
        { externalId: 'same', now: 'same' },
      ]
      return answers.filter(({ externalId }) => ids.includes(externalId))
    }
    const once = () =>
      recheckOnce(
        { db, sealing },
        source,
        { platform: 'reddit', recheck },
        interest,
        18,
        new AbortController().signal,
      )
    await once()
    await once()
    expect(asked).toEqual([['changed', 'gone', 'same', 'silent'], ['silent']])
    const { rows } = await sql<{
      id: string
      text: string | null
    }>`select external_id as id, text from post order by external_id, stored_at`.execute(admin)
    expect(rows).toEqual([
      { id: 'changed', text: null },
      { id: 'changed', text: 'rewritten' },
      { id: 'gone', text: null },
      { id: 'same', text: 'Zolvara same' },
      { id: 'silent', text: 'Zolvara silent' },
    ])
  } finally {
    await Promise.all([admin.destroy(), db.destroy()])
  }
})
