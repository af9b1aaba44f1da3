import { expect, test } from 'vitest'
import { metricDefinitions } from './metric-definitions.ts'
import { createMetrics } from './metrics.ts'

test.each(Object.entries(metricDefinitions))('%s is named by the conventions', (name, { kind, labels }) => {
  expect(name).toMatch(/^[a-z_]+$/)
  expect(name.endsWith('_total')).toBe(kind === 'counter')
  expect(labels.length).toBeLessThanOrEqual(3)
})

test('a label cannot grow without end: what is too much is counted as other, and nothing is lost', async () => {
  const metrics = createMetrics('ingest')
  for (let n = 0; n < 500; n += 1) {
    metrics.add('hark_gate_refusals_total', 1, { reason: `reason-${n}` })
  }
  const counted = await metrics.registry.getSingleMetric('hark_gate_refusals_total')?.get()
  expect(counted?.values).toHaveLength(201)
  expect(counted?.values.find((v) => v.labels.reason === 'other')?.value).toBe(300)
  expect(counted?.values.reduce((sum, v) => sum + v.value, 0)).toBe(500)
})

test('using a gauge as a counter is refused', () => {
  const metrics = createMetrics('ingest')
  expect(() => metrics.add('hark_kill_switch_engaged', 1)).toThrow(
    'hark_kill_switch_engaged is not a counter',
  )
})

test('a reset gauge forgets labels that went away', async () => {
  const metrics = createMetrics('clock')
  metrics.set('hark_stage_pending', 4, { stage: 'classify' })
  metrics.reset('hark_stage_pending')
  metrics.set('hark_stage_pending', 1, { stage: 'fold' })
  const text = await metrics.registry.metrics()
  expect(text).toContain('hark_stage_pending{stage="fold",service="clock"} 1')
  expect(text).not.toContain('stage="classify"')
})

test('a gauge nobody set says nothing, not 0', async () => {
  const metrics = createMetrics('api')
  expect(await metrics.registry.metrics()).not.toMatch(/^hark_kill_switch_engaged/m)
  metrics.set('hark_kill_switch_engaged', 0)
  expect(await metrics.registry.metrics()).toContain('hark_kill_switch_engaged{service="api"} 0')
})
