import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { unfilledGaps } from '../coverage/gaps.ts'
import { batchOf, sealing } from './batch.fixture.ts'
import { storeBatch } from './store-batch.ts'

const from = '2026-11-01T00:00:00.000Z'
const open = (lane: string, over = {}) => ({
  from,
  to: null,
  reason: 'http.503',
  state: 'open' as const,
  lane,
  ...over,
})

test('a gap that lasts is opened once, filled by its own lane alone, and both are entries', async () => {
  await using stack = await startStack()
  const db = stack.dbAs('hark_ingest')
  const store = (over: object) => storeBatch(db, batchOf(stack.programme, over), sealing)
  await store({ gap: open('tag:a') })
  await store({ gap: open('tag:a') }) // a restart meets the trouble it left
  await store({ gap: open('tag:b') })
  await store({ gap: open('tag:a', { to: from, reason: 'list.horizon', state: 'lost' }) })
  const shown = async () =>
    (await unfilledGaps(stack.dbAs('hark_auditor'), 90))
      .map(({ lane, state, doing }) => [lane, state, doing.slice(0, 5)])
      .sort()
  expect(await shown()).toEqual([
    ['tag:a', 'lost', 'Lost.'],
    ['tag:a', 'open', 'The p'],
    ['tag:b', 'open', 'The p'],
  ])
  await store({ filled: ['tag:a', 'tag:never'] })
  await store({ filled: ['tag:a'] })
  expect(await shown()).toEqual([
    ['tag:a', 'lost', 'Lost.'],
    ['tag:b', 'open', 'The p'],
  ])
  const told = await stack.auditActions(stack.programme.sourceId)
  expect(told.filter((action) => action.startsWith('coverage.'))).toEqual([
    ...Array(3).fill('coverage.gap_opened'),
    'coverage.gap_closed',
  ])
  await store({ gap: open('tag:a') })
  expect(await shown()).toHaveLength(3)
})

test('a gap that is read back says what it waits for, and ends filled or lost, once', async () => {
  await using stack = await startStack()
  const db = stack.dbAs('hark_ingest')
  const store = (over: object) => storeBatch(db, batchOf(stack.programme, over), sealing)
  const to = '2026-11-01T03:00:00.000Z'
  for (const lane of ['search:a', 'search:b'])
    await store({ gap: open(lane, { to, reason: 'cursor.clamped' }) })
  const told = (lane: string, now: 'waiting' | 'filled' | 'lost', reason = '') =>
    store({ news: [{ lane, now, reason }] })
  const gaps = async () =>
    await stack.db
      .selectFrom('coverage_gap')
      .select(['lane', 'state', 'reason', 'to_at as to', 'closed_at as closed'])
      .orderBy('lane')
      .execute()
      .then((rows) =>
        rows.map((r) => [r.lane, r.state, r.reason, r.to && new Date(r.to).toISOString(), r.closed !== null]),
      )
  await told('search:a', 'waiting', 'search.http.403')
  expect(await gaps()).toEqual([
    ['search:a', 'open', 'search.http.403', to, false],
    ['search:b', 'open', 'cursor.clamped', to, false],
  ])
  await told('search:a', 'lost', 'search.http.403')
  await told('search:b', 'filled')
  await told('search:b', 'lost', 'too late')
  expect(await gaps()).toEqual([
    ['search:a', 'lost', 'search.http.403', to, true],
    ['search:b', 'filled', 'cursor.clamped', to, true],
  ])
  const entries = await stack.auditActions(stack.programme.sourceId)
  expect(entries.filter((action) => action === 'coverage.gap_closed')).toHaveLength(2)
})
