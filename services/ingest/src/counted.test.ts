import { connect, letterBox, pausesOf, type SourceToRead, sealTo, spentOf } from '@hark/db'
import { createLogger, createMetrics } from '@hark/runtime'
import { type Http, safeFetch } from '@hark/sources'
import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { IngestConfig } from './config.ts'
import { openSource } from './open-source.ts'
import { noteFailure } from './read-source.ts'

const KEY = Buffer.alloc(32, 7)
const log = createLogger({ service: 'test', level: 'silent' })
const config = { HARK_PSEUDONYM_KEY: KEY, HARK_PRIVATE_KEY: KEY, HARK_OFFLINE: false } as IngestConfig

test('two sources of one key are counted as one; the key itself is nowhere, and "later" outlives a restart', async () => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  try {
    const seal = sealTo(letterBox(KEY, 'source-secret').publicKey)
    const open = async (apiKey: string, http: Http) => {
      const { sourceId, id: programmeId } = await seedProgramme(admin, { platform: 'youtube' })
      await admin
        .insertInto('source_secret')
        .values({ source_id: sourceId, name: 'apiKey', sealed: seal(apiKey) })
        .execute()
      const source: SourceToRead = {
        id: sourceId,
        programmeId,
        platform: 'youtube',
        name: 'comments',
        config: { videos: ['D-lhorsDlUQ'] },
        cursor: null,
        policy: {},
        permissionReference: null,
        reach: [],
      }
      const opened = await openSource(source, () => true, { config, http, db, log }, 'ask')
      return { sourceId, opened }
    }
    let asked = 0
    const spentThere = {
      ...safeFetch({ offline: true }),
      fetch: async (url: string) => {
        asked += 1
        const body = Buffer.from('{"error":{"errors":[{"reason":"quotaExceeded"}]}}')
        return { status: 403, headers: new Headers(), url, body }
      },
    }
    const one = await open('AIza-secret', spentThere)
    const two = await open('AIza-secret', spentThere)
    const other = await open('AIza-other', spentThere)
    const { rows } = await sql<{
      id: string
      name: string
    }>`select id, counted_as as name from source`.execute(admin)
    const nameOf = new Map(rows.map(({ id, name }) => [id, name]))
    const name = nameOf.get(one.sourceId) ?? ''
    expect(nameOf.get(two.sourceId)).toBe(name)
    expect(nameOf.get(other.sourceId)).not.toBe(name)
    expect(JSON.stringify(rows)).not.toContain('AIza')

    const ask = ({ opened }: typeof one) =>
      opened.recheck?.(['UgkxAAAAAAAAAAAAAA'], AbortSignal.timeout(5_000))
    const limited = { kind: 'limited' }
    await expect(ask(one)).rejects.toMatchObject(limited)
    await expect(ask(two)).rejects.toMatchObject(limited)
    expect(asked).toBe(1)
    expect(await pausesOf(db, name).until('youtube.units')).toBeGreaterThan(Date.now())
    const spent = await spentOf(db, name).update('units', (before) => ({
      spent: before,
      result: before?.amount,
    }))
    expect(spent).toBe(1)
    await expect(ask(other)).rejects.toMatchObject(limited)
    expect(asked).toBe(2)
  } finally {
    await Promise.all([admin.destroy(), db.destroy()])
  }
})

test('the gap of a reader that fails begins with its first failure', async () => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  try {
    const { sourceId: id } = await seedProgramme(admin, { platform: 'reddit' })
    const ctx = { db, log, metrics: createMetrics('ingest') } as Parameters<typeof noteFailure>[0]
    const sinceMs = Date.parse('2026-11-22T10:00:00Z')
    const error = Object.assign(new Error('broken'), { code: 'fetch.broken_off' })
    const gaps = () => admin.selectFrom('coverage_gap').select(['from_at', 'reason']).execute()
    const failing = (count: number) => noteFailure(ctx, { id, platform: 'reddit' }, error, { count, sinceMs })
    for (const count of [1, 2, 3, 4]) await failing(count)
    expect(await gaps()).toEqual([])
    for (const count of [5, 6]) await failing(count)
    expect((await gaps()).map(({ from_at, reason }) => [new Date(from_at).getTime(), reason])).toEqual([
      [sinceMs, 'fetch.broken_off'],
    ])
  } finally {
    await Promise.all([admin.destroy(), db.destroy()])
  }
})
