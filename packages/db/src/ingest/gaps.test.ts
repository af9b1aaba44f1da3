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
