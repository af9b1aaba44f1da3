import { readFile } from 'node:fs/promises'
import {
  appendEntry,
  claimStages,
  connect,
  type Db,
  insertProgramme,
  insertSource,
  loadProgrammes,
  newestCheckpoint,
  parentTexts,
  publishCheckpoint,
  readCheckpoints,
  readLeaves,
  readSignatures,
  relayStages,
  runningSources,
  saveJudged,
  sealer,
  sequenceEntries,
  storeBatch,
  type Undispatched,
} from '@hark/db'
import { compileMatcher, loadResources } from '@hark/detection'
import { formatVkey, generateNoteKey, parseSkey, verifyLog } from '@hark/ledger'
import { practiceSource } from '@hark/sources'
import { createTestDatabase } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { judge } from '../../services/classifier/src/judge.ts'
import { Interest } from '../../services/ingest/src/interest.ts'

const key = Buffer.alloc(32, 7)
const sealing = { pseudonymKey: key, sealHandle: sealer(key, 'handle').seal }
const signer = parseSkey(generateNoteKey('test.invalid/audit/1').skey)
const operator = { id: 'test', kind: 'service' } as const

test('every practice post ends in one counted state, flagged ones as cases with clocks, and the ledger verifies', async () => {
  await using database = await createTestDatabase()
  const admin = connect({ url: database.url() })
  const ingest = connect({ url: database.url('hark_ingest') })
  const classifier = connect({ url: database.url('hark_classifier') })
  const clock = connect({ url: database.url('hark_clock') })
  try {
    await seed(admin)
    const offered = await ingestAll(ingest)
    expect(offered).toBeGreaterThan(500)
    const again = await ingestAll(ingest, null)
    expect(again).toBe(0) // the cursor stands at the end: nothing is offered twice

    while ((await relayAndClassify(clock, classifier)) > 0);

    const { rows: counts } = await sql<
      Record<string, number>
    >`select sum(offered)::bigint as offered, sum(stored)::bigint as stored from source_count`.execute(admin)
    const c = counts[0] as Record<string, number>
    expect(c.offered).toBe(offered)
    const { rows: accounts } = await sql<{
      state: string
      n: number
    }>`select state, count(*) as n from post_account group by state`.execute(admin)
    const by = Object.fromEntries(accounts.map((a) => [a.state, a.n]))
    expect(Object.keys(by).sort()).toEqual(['in_review', 'negative'])
    expect((by.in_review ?? 0) + (by.negative ?? 0)).toBe(c.stored)

    const { rows: cases } = await sql<{
      n: number
      clocks: number
    }>`select count(*) as n, (select count(*) from case_clock) as clocks from pv_case`.execute(admin)
    expect(cases[0]?.n).toBeGreaterThan(100)
    expect(cases[0]?.clocks).toBe(3 * (cases[0]?.n ?? 0))

    await sequenceEntries(clock, { origin: signer.name, sealer: signer })
    await publishCheckpoint(clock, signer)
    const head = await newestCheckpoint(clock)
    const result = await verifyLog({
      vkey: [formatVkey(signer)],
      entries: readLeaves(clock, 0, head?.size ?? 0),
      checkpoint: head?.note ?? '',
      earlierCheckpoints: (await readCheckpoints(clock)).slice(0, -1),
      signatures: from(await readSignatures(clock, head?.size ?? 0)),
    })
    expect(result.checks.filter((x) => x.outcome === 'fail')).toEqual([])
    expect(result.status).not.toBe('invalid')
  } finally {
    await Promise.all([admin, ingest, classifier, clock].map((d) => d.destroy()))
  }
})

async function seed(admin: Db): Promise<void> {
  const programme = JSON.parse(
    await readFile(new URL('../../packages/sources/practice/programme.json', import.meta.url), 'utf8'),
  )
  await admin.transaction().execute(async (trx) => {
    const id = await insertProgramme(
      trx,
      { ...programme, responsible: ['Test Person'], replyAccount: null },
      operator,
    )
    await insertSource(
      trx,
      {
        programmeId: id,
        platform: 'practice',
        name: 'practice',
        config: {},
        policy: {},
        state: 'running',
        acknowledgedBy: null,
      },
      operator,
    )
    await appendEntry(trx, {
      actor: operator,
      action: 'model.changed',
      object: { type: 'model', id: 'test' },
    })
  })
}

async function ingestAll(db: Db, from?: null): Promise<number> {
  const [source] = await runningSources(db)
  if (!source) throw new Error('no source')
  const programme = (await loadProgrammes(db)).get(source.programmeId)
  if (!programme) throw new Error('no programme')
  const interest = new Interest(programme, [])
  let cursor = source.cursor
  let offered = 0
  for await (const batch of practiceSource({ speed: 0 }, { wants: interest.wants }).read(
    new AbortController().signal,
    cursor,
  )) {
    const stored = await storeBatch(db, { ...batch, sourceId: source.id, cursorBefore: cursor }, sealing)
    expect(stored).not.toBeNull()
    interest.remember(batch.posts)
    cursor = batch.cursor
    offered += batch.offered
  }
  return from === null ? offered : offered
}

async function relayAndClassify(clock: Db, classifier: Db): Promise<number> {
  const work: Undispatched[] = []
  await relayStages(clock, 100, async (rows) => void work.push(...rows))
  if (work.length === 0) return 0
  const { token, posts } = await claimStages(classifier, work)
  const programme = [...(await loadProgrammes(classifier)).values()][0]
  if (!programme) throw new Error('no programme')
  const judged = judge(
    posts,
    compileMatcher(programme.products),
    await parentTexts(classifier, programme.id, posts),
    loadResources(),
  )
  const first = await saveJudged(classifier, programme, token, judged)
  const second = await saveJudged(classifier, programme, token, judged)
  expect(first.done).toBe(posts.length)
  expect(second.done).toBe(0) // saved twice changes nothing
  return work.length
}

async function* from<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
