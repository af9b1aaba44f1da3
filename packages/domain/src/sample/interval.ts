export type Interval = { low: number; high: number }

/**
 * Exact limits of a share after `found` of `n` (Clopper & Pearson 1934): the shares under which as many, or as few, would have been
 * found with a chance of (1 − confidence) ÷ 2.
 */
export function clopperPearson(found: number, n: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2
  const low = found === 0 ? 0 : solve((p) => 1 - atMost(found - 1, n, p), tail)
  const high = found === n ? 1 : solve((p) => -atMost(found, n, p), -tail)
  return { low, high }
}

/** P(X ≤ k), X binomial. */
function atMost(k: number, n: number, p: number): number {
  if (p <= 0) return 1
  if (p >= 1) return k >= n ? 1 : 0
  let log = n * Math.log1p(-p)
  let sum = Math.exp(log)
  for (let i = 1; i <= k; i++) {
    log += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p)
    sum += Math.exp(log)
  }
  return Math.min(1, sum)
}

/** Where the rising `f` passes `wanted` between 0 and `most`. */
function solve(f: (x: number) => number, wanted: number, most = 1): number {
  let [low, high] = [0, most]
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (f(middle) < wanted) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** How often something was found, and how much of the whole each find stands for. */
export type Weighted = { found: number; weight: number }

/**
 * Limits of a weighted sum of counts (Fay & Feuer 1997, Statistics in Medicine 16:791–801): gamma limits whose upper one supposes one
 * more find of the heaviest weight. With nothing found the upper limit is the exact one of Poisson counts, the heaviest weight times
 * −ln(tail); for counts of draws without replacement it errs on the wide side.
 */
export function weightedLimits(parts: readonly Weighted[], confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2
  const sum = (of: (p: Weighted) => number) => parts.reduce((all, p) => all + of(p), 0)
  const mean = sum((p) => p.found * p.weight)
  const variance = sum((p) => p.found * p.weight ** 2)
  const heaviest = Math.max(0, ...parts.map((p) => p.weight))
  const [m, v] = [mean + heaviest, variance + heaviest ** 2]
  const low = mean === 0 ? 0 : (gammaQuantile(mean ** 2 / variance, tail) * variance) / mean
  return { low, high: m === 0 ? 0 : Math.min(1, (gammaQuantile(m ** 2 / v, 1 - tail) * v) / m) }
}

function gammaQuantile(shape: number, p: number): number {
  return solve((x) => gammaShare(shape, x), p, shape + 40 * Math.sqrt(shape) + 40)
}

/** Regularised lower incomplete gamma P(a, x): its series below a + 1, Lentz's continued fraction above (DLMF 8.7.1, 8.9.2). */
function gammaShare(a: number, x: number): number {
  if (x <= 0) return 0
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a]
    for (let n = 1; term > sum * 1e-16 && n < 10_000; n++) {
      term *= x / (a + n)
      sum += term
    }
    return sum * front
  }
  let b = x + 1 - a
  let [c, d] = [1e300, 1 / b]
  let h = d
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / (an * d + b)
    c = b + an / c
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return 1 - front * h
}

/** ln Γ(x), x > 0: Stirling's series (DLMF 5.11.1) from 10 upwards, where its five terms err by less than 1e-13. */
function logGamma(x: number): number {
  let [at, shift] = [x, 0]
  for (; at < 10; at++) shift += Math.log(at)
  const i = 1 / (at * at)
  const series = (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i * (1 / 1680 - i / 1188)))) / at
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift
}
