/** Numbers in [0, 1) that are the same for the same seed on every machine (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The seed of a run: HARK_TEST_SEED to repeat one, else a new one. Print it. */
export function testSeed(): number {
  return Number(process.env.HARK_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
}

export type PlannedKill<T> = { at: number; target: T }

/**
 * `count` kills at random shares of the work, in order, none in the last twentieth. A share, not a time: the same seed hits
 * the same amount of work done on a slow machine and on a fast one. Each target comes up at least once where there are enough.
 */
export function planKills<T>(random: () => number, targets: readonly T[], count: number): PlannedKill<T>[] {
  const at = Array.from({ length: count }, () => random() * 0.95).sort((a, b) => a - b)
  const order = shuffled(random, targets)
  const chosen = shuffled(
    random,
    at.map((_, i) => order[i] ?? (targets[Math.floor(random() * targets.length)] as T)),
  )
  return at.map((share, i) => ({ at: share, target: chosen[i] as T }))
}

export function shuffled<T>(random: () => number, items: readonly T[]): T[] {
  const left = [...items]
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T)
}
