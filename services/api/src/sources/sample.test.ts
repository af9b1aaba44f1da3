import { countedAsHash, spentOf } from '@hark/db'
import { type Adapter, adapters, type Batch } from '@hark/sources'
import { startStack, TEST_KEY } from '@hark/testkit'
import { expect, test } from 'vitest'
import { z } from 'zod'

/** A platform that sells one look a day to each key. */
const dear: Adapter = {
  platform: 'x',
  policy: { ...(adapters.bluesky as Adapter).policy, platform: 'x' },
  config: z.strictObject({}),
  secrets: { bearerToken: { label: 'Bearer token of the app' } },
  allowances: () => ({ looks: { kind: 'window', limit: 1, every: 'day', zone: 'UTC' } }),
  countedAs: (_config, { bearerToken = '' }) => bearerToken,
  open: (_config, { budgets } = {}) => ({
    platform: 'x',
    async *read(): AsyncGenerator<Batch> {
      await budgets?.take('looks')
      yield { offered: 0, unmatched: 0, posts: [], rejected: [], removals: [], cursor: null }
    },
  }),
  replyTarget: () => null,
}

test('a look counts against the budget of its key, as any reading does', async () => {
  await using stack = await startStack()
  stack.ctx.adapters = { ...stack.ctx.adapters, x: dear }
  const lea = await stack.as('lea')
  const look = async (bearerToken: string) =>
    (await lea.post('/api/sources/sample', { platform: 'x', config: {}, credentials: { bearerToken } })).body
  expect((await look('one key')).trouble).toBeNull()
  expect((await look('one key')).trouble).toBe('budget.spent')
  expect((await look('another')).trouble).toBeNull()
  const name = countedAsHash(TEST_KEY, 'x', 'one key')
  const kept = await spentOf(stack.dbAs('hark_ingest'), name).update('looks', (spent) => ({
    spent,
    result: spent?.amount,
  }))
  expect(kept).toBe(1)
})

test('offline, a look dials out to nobody and says what can be done', async () => {
  await using stack = await startStack()
  const lea = await stack.as('lea')
  const offline = {
    posts: [],
    trouble: 'fetch.offline',
    advice: expect.stringMatching(/kept offline \(HARK_OFFLINE\)/),
  }
  for (const [platform, config] of [
    ['bluesky', {}],
    ['feed', { urls: ['https://example.org/feed.xml'] }],
  ]) {
    const { body } = await lea.post('/api/sources/sample', { platform, config, credentials: {} })
    expect(body).toMatchObject(offline)
  }
})
