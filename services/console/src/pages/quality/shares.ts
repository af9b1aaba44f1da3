import type { EstimateView, SampleView } from '@hark/contract'

/** "0.3 %": a tenth of a per cent where that tells something, whole ones where not. */
export function percent(share: number): string {
  const p = share * 100
  const digits = p === 0 || p >= 99.95 || Number.isInteger(p) ? 0 : p < 0.1 ? 2 : 1
  return `${p.toFixed(digits)} %`
}

/** "0.3 % (0.1 to 1.2 %)" */
export const estimateText = (e: EstimateView): string =>
  `${percent(e.value)} (${percent(e.low).replace(' %', '')} to ${percent(e.high)})`

/** Whether the sample shows that recall reached its target: its lower limit did. */
export function recallVerdict(s: Pick<SampleView, 'recall' | 'pending'>, target: number): string {
  const aim = `the target of ${percent(target)}`
  if (!s.recall) return s.pending > 0 ? 'Not known yet: the sample is still being read.' : 'Not known.'
  if (s.recall.low >= target) return `At or above ${aim}: its lower limit is.`
  if (s.recall.high < target) return `Below ${aim}: even its upper limit is.`
  return `Not shown to reach ${aim}: its lower limit lies below.`
}
