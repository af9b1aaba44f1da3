import { decide, forwardableConclusion, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { clockOf } from './clock.fixture.ts'
import type { ClockContext } from './context.ts'
import { gaugeOnce } from './gauges.ts'
import { sequenceOnce } from './sequence.ts'

/** Values of a metric by the values of its labels. */
async function shown({ metrics }: ClockContext, name: string): Promise<Record<string, number>> {
  const found = await metrics.registry.getSingleMetric(name)?.get()
  return Object.fromEntries((found?.values ?? []).map((v) => [Object.values(v.labels).join(' '), v.value]))
}

test('the gauges say what waits, runs late, is on its way and stands still', async () => {
  await using stack = await startStack()
  const ctx = clockOf(stack)
  const [decided] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara and a rash' })]
  const ana = await stack.as('ana')
  await gaugeOnce(ctx)
  const before = await shown(ctx, 'hark_cases_waiting')
  expect(Object.keys(before).sort()).toEqual(['crisis', 'priority', 'sample', 'standard'])
  expect(sum(before)).toBe(2)
  expect(await shown(ctx, 'hark_case_clocks_open')).toMatchObject({
    'forward_24h on_time': 2,
    'forward_24h at_risk': 0,
    'forward_24h late': 0,
  })
  expect(await shown(ctx, 'hark_kill_switch_engaged')).toEqual({ '': 0 })
  expect(await shown(ctx, 'hark_audit_tree_size')).toEqual({ '': 0 })
  expect(await shown(ctx, 'hark_audit_checkpoint_age_seconds')).toEqual({}) // none is published

  await decide(ana, decided.caseId, forwardableConclusion(decided))
  await ageClock(stack, 20)
  await sql`update gate.kill_switch set engaged = true where scope = 'global'`.execute(stack.db)
  await sql`insert into coverage_gap (id, source_id, from_at, reason) values (gen_random_uuid(), ${stack.programme.sourceId}, now(), 'x')`.execute(
    stack.db,
  )
  const size = await sequenceOnce(ctx)
  await gaugeOnce(ctx)
  expect(sum(await shown(ctx, 'hark_cases_waiting'))).toBe(1)
  expect(await shown(ctx, 'hark_case_clocks_open')).toMatchObject({
    'forward_24h on_time': 0,
    'forward_24h at_risk': 2, // a decision is not yet an acknowledged hand-off
    'forward_24h late': 0,
  })
  expect(await shown(ctx, 'hark_handoffs_open')).toEqual({ pending: 1, sent: 0, failed: 0 })
  expect(await shown(ctx, 'hark_kill_switch_engaged')).toEqual({ '': 1 })
  expect(sum(await shown(ctx, 'hark_coverage_gap_open'))).toBe(1)
  expect(size).toBeGreaterThan(0)
  expect(await shown(ctx, 'hark_audit_tree_size')).toEqual({ '': size })
  expect(await shown(ctx, 'hark_audit_staged_oldest_seconds')).toEqual({ '': 0 })

  await ageClock(stack, 30)
  await gaugeOnce(ctx)
  expect(await shown(ctx, 'hark_case_clocks_open')).toMatchObject({ 'forward_24h late': 2 })
  const { forward_24h } = await shown(ctx, 'hark_case_clock_remaining_seconds')
  expect(Math.round((forward_24h ?? 0) / 3600)).toBe(-6)
  expect(Math.abs((await shown(ctx, 'hark_clock_skew_seconds'))[''] ?? 99)).toBeLessThan(5)
})

const sum = (values: Record<string, number>): number => Object.values(values).reduce((a, b) => a + b, 0)

async function ageClock(stack: { db: ClockContext['db'] }, hours: number): Promise<void> {
  const [past, left] = [sql.raw(String(hours)), sql.raw(String(24 - hours))]
  await sql`set session_replication_role = replica; update case_clock set anchor_at = clock_timestamp() - make_interval(hours => ${past}),
    due_at = clock_timestamp() + make_interval(hours => ${left}) where kind = 'forward_24h'; reset session_replication_role`.execute(
    stack.db,
  )
}
