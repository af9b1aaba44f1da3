import { decide, forwardableConclusion, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { clockOf } from './clock.fixture.ts'
import type { ClockContext } from './context.ts'
import { gaugeOnce } from './gauges.ts'
import { sequenceOnce } from './sequence.ts'

type Posts = 'real' | 'practice'

/** Values of a metric by the values of its labels: where it counts posts apart, of one kind of them. */
async function shown(
  { metrics }: ClockContext,
  name: string,
  of: Posts = 'real',
): Promise<Record<string, number>> {
  const found = await metrics.registry.getSingleMetric(name)?.get()
  const values = (found?.values ?? []).map(({ labels: { posts = of, ...labels }, value }) => ({
    posts,
    entry: [Object.values(labels).join(' '), value],
  }))
  return Object.fromEntries(values.filter(({ posts }) => posts === of).map(({ entry }) => entry))
}

test('the gauges say what waits, runs late, is on its way and stands still', async () => {
  await using stack = await startStack()
  const ctx = clockOf(stack)
  const [decided] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara and a rash' })]
  const practice = await stack.seedProgramme({ kind: 'practice', platform: 'practice', name: 'Practice' })
  const invented = await stack.seedPost({}, practice)
  for (const text of ['Zolvara and a fall', 'Zolvara and a cough']) await stack.seedPost({ text }, practice)
  const ana = await stack.as('ana')
  await gaugeOnce(ctx)
  const before = await shown(ctx, 'hark_cases_waiting')
  expect(Object.keys(before).sort()).toEqual(['crisis', 'priority', 'sample', 'standard'])
  expect(sum(before)).toBe(2)
  expect(sum(await shown(ctx, 'hark_cases_waiting', 'practice'))).toBe(3)
  expect(await shown(ctx, 'hark_case_clocks_open')).toMatchObject({
    'forward_24h on_time': 2,
    'forward_24h at_risk': 0,
    'forward_24h late': 0,
  })
  expect(await shown(ctx, 'hark_kill_switch_engaged')).toEqual({ '': 0 })
  expect(await shown(ctx, 'hark_audit_tree_size')).toEqual({ '': 0 })
  expect(await shown(ctx, 'hark_audit_checkpoint_age_seconds')).toEqual({}) // none is published

  for (const post of [decided, invented]) await decide(ana, post.caseId, forwardableConclusion(post))
  await ageClock(stack, 20, 'real')
  await sql`update gate.kill_switch set engaged = true where scope = 'global'`.execute(stack.db)
  await sql`insert into coverage_gap (id, source_id, from_at, reason) values (gen_random_uuid(), ${stack.programme.sourceId}, now(), 'x')`.execute(
    stack.db,
  )
  const size = await sequenceOnce(ctx)
  await gaugeOnce(ctx)
  expect(sum(await shown(ctx, 'hark_cases_waiting'))).toBe(1)
  expect(sum(await shown(ctx, 'hark_cases_waiting', 'practice'))).toBe(2)
  expect(sum(await shown(ctx, 'hark_handoffs_open', 'practice'))).toBe(1)
  expect(await shown(ctx, 'hark_case_clocks_open')).toMatchObject({
    'forward_24h on_time': 0,
    'forward_24h at_risk': 2, // a decision is not yet an acknowledged hand-off
    'forward_24h late': 0,
  })
  expect(await shown(ctx, 'hark_case_clocks_open', 'practice')).toMatchObject({
    'forward_24h on_time': 3,
    'forward_24h at_risk': 0,
    'forward_24h late': 0,
  })
  expect(await shown(ctx, 'hark_handoffs_open')).toEqual({ pending: 1, sent: 0, failed: 0 })
  expect(await shown(ctx, 'hark_kill_switch_engaged')).toEqual({ '': 1 })
  expect(sum(await shown(ctx, 'hark_coverage_gap_open'))).toBe(1)
  expect(size).toBeGreaterThan(0)
  expect(await shown(ctx, 'hark_audit_tree_size')).toEqual({ '': size })
  expect(await shown(ctx, 'hark_audit_staged_oldest_seconds')).toEqual({ '': 0 })

  await ageClock(stack, 30, 'real')
  await gaugeOnce(ctx)
  expect(await shown(ctx, 'hark_case_clocks_open')).toMatchObject({ 'forward_24h late': 2 })
  expect(await shown(ctx, 'hark_case_clocks_open', 'practice')).toMatchObject({ 'forward_24h late': 0 })
  const { forward_24h } = await shown(ctx, 'hark_case_clock_remaining_seconds')
  expect(Math.round((forward_24h ?? 0) / 3600)).toBe(-6)
  expect(Math.abs((await shown(ctx, 'hark_clock_skew_seconds'))[''] ?? 99)).toBeLessThan(5)
})

const sum = (values: Record<string, number>): number => Object.values(values).reduce((a, b) => a + b, 0)

async function ageClock(stack: { db: ClockContext['db'] }, hours: number, of: Posts): Promise<void> {
  const [past, left] = [sql.raw(String(hours)), sql.raw(String(24 - hours))]
  await sql`set session_replication_role = replica; update case_clock set anchor_at = clock_timestamp() - make_interval(hours => ${past}),
    due_at = clock_timestamp() + make_interval(hours => ${left}) from pv_case k
    where k.id = case_id and k.practice = ${sql.raw(String(of === 'practice'))} and kind = 'forward_24h'; reset session_replication_role`.execute(
    stack.db,
  )
}
