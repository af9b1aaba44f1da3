export const median = (values: readonly number[]): number => quantile(values, 0.5)

/** The value below which a share `q` of the sorted values lies (nearest rank). */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN
}

export const seconds = (since: number): number => (performance.now() - since) / 1000

/** As many runs as asked for, one after the other. */
export async function repeat<T>(times: number, measure: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let n = 0; n < times; n++) results.push(await measure(n))
  return results
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
export const rate = (perSecond: number): string => whole.format(perSecond)
export const ms = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`

/** Twice as fast is 2, half as fast 0.5; small ones with the digits that tell. */
export const ratio = (a: number, b: number): string => `×${(a / b).toPrecision(2)}`

/** Whether a figure reached what the project set itself, `above` for rates and `below` for times. */
export function against(value: number, goal: number, side: 'above' | 'below' = 'above'): string {
  const met = side === 'above' ? value >= goal : value <= goal
  return `goal ${side === 'above' ? rate(goal) : ms(goal)}: ${met ? 'met' : 'missed'}`
}
