import { readFileSync } from 'node:fs'
import { median } from '../figures.ts'
import { descendants } from '../processor-time.ts'

const MB = 1024 * 1024

export type Memory = {
  name: string
  start: number
  median: number
  peak: number
  /** MB an hour over the last two thirds, by least squares. */
  slope: number
  /** The last third's mean against the middle third's; flat within a tenth. */
  growth: number
  verdict: 'flat' | 'falls' | 'GROWS'
}

/** Resident memory of every process below this one, by what it is, each time it is asked; MB. Nothing where there is no /proc. */
export class MemoryLog {
  readonly #began = performance.now()
  readonly #series = new Map<string, { at: number; mb: number }[]>()

  sample(): void {
    const now = new Map<string, number>()
    for (const { pid, name } of descendants())
      now.set(name, (now.get(name) ?? 0) + residentMb(pid, name.startsWith('postgres')))
    const at = (performance.now() - this.#began) / 3_600_000
    for (const [name, mb] of now) {
      const series = this.#series.get(name) ?? []
      this.#series.set(name, series)
      series.push({ at, mb })
    }
  }

  of(name: string): Memory | null {
    const series = this.#series.get(name) ?? []
    if (series.length < 6) return null
    const third = Math.floor(series.length / 3)
    const mean = (part: typeof series) => part.reduce((sum, { mb }) => sum + mb, 0) / part.length
    const growth = mean(series.slice(2 * third)) / mean(series.slice(third, 2 * third))
    return {
      name,
      start: series[0]?.mb ?? 0,
      median: median(series.map(({ mb }) => mb)),
      peak: Math.max(...series.map(({ mb }) => mb)),
      slope: slopeOf(series.slice(third)),
      growth,
      verdict: growth > 1.1 ? 'GROWS' : growth < 0.9 ? 'falls' : 'flat',
    }
  }
}

function slopeOf(series: readonly { at: number; mb: number }[]): number {
  const mean = (of: (one: { at: number; mb: number }) => number) =>
    series.reduce((sum, one) => sum + of(one), 0) / series.length
  const [at, mb] = [mean((one) => one.at), mean((one) => one.mb)]
  const spread = series.reduce((sum, one) => sum + (one.at - at) ** 2, 0)
  return series.reduce((sum, one) => sum + (one.at - at) * (one.mb - mb), 0) / spread
}

/** Of Postgres what each backend has for itself: the buffers it shares are the same in all, and have their size from the start. */
function residentMb(pid: number, ownOnly: boolean): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const kB = new RegExp(`^${ownOnly ? 'RssAnon' : 'VmRSS'}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]
    return (Number(kB ?? 0) * 1024) / MB
  } catch {
    return 0 // ended meanwhile
  }
}
