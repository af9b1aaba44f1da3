/** The value of a function at a point, its slope written into `gradient`. */
export type Slope = (x: Float64Array, gradient: Float64Array) => number

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

type Step = { s: Float64Array; y: Float64Array; rho: number }
const remembered = 8

/** Downhill direction of L-BFGS (Nocedal 1980): the gradient bent by what the last steps taught of the curvature. */
function direction(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const d = gradient.map((g) => -g)
  const alphas: number[] = []
  for (const { s, y, rho } of [...steps].reverse()) {
    const alpha = rho * dot(s, d)
    alphas.push(alpha)
    for (let i = 0; i < d.length; i++) d[i] = (d[i] as number) - alpha * (y[i] as number)
  }
  const last = steps.at(-1)
  const scale = last
    ? 1 / (last.rho * dot(last.y, last.y))
    : 1 / Math.max(1, Math.sqrt(dot(gradient, gradient)))
  for (let i = 0; i < d.length; i++) d[i] = (d[i] as number) * scale
  steps.forEach(({ s, y, rho }, at) => {
    const beta = (alphas[steps.length - 1 - at] as number) - rho * dot(y, d)
    for (let i = 0; i < d.length; i++) d[i] = (d[i] as number) + beta * (s[i] as number)
  })
  return d
}

/** Lowest point of a smooth convex function from `start`, by L-BFGS with halving steps, until a step gains next to nothing. Deterministic. */
export function minimise(slope: Slope, start: Float64Array, rounds = 60, near = 1e-5): Float64Array {
  let x = start
  let gradient = new Float64Array(x.length)
  let value = slope(x, gradient)
  const steps: Step[] = []
  for (let round = 0; round < rounds; round++) {
    const d = direction(gradient, steps)
    const downhill = dot(d, gradient)
    let size = 1
    let next = x
    let nextGradient = gradient
    let nextValue = Number.POSITIVE_INFINITY
    for (; size > 1e-10; size /= 2) {
      next = x.map((v, i) => v + size * (d[i] as number))
      nextGradient = new Float64Array(x.length)
      nextValue = slope(next, nextGradient)
      if (nextValue <= value + 1e-4 * size * downhill) break
    }
    if (nextValue >= value) break
    const gained = value - nextValue
    const s = next.map((v, i) => v - (x[i] as number))
    const y = nextGradient.map((v, i) => v - (gradient[i] as number))
    const curvature = dot(s, y)
    if (curvature > 1e-12) steps.push({ s, y, rho: 1 / curvature })
    if (steps.length > remembered) steps.shift()
    x = next
    gradient = nextGradient
    value = nextValue
    if (gained < near * Math.abs(value)) break
  }
  return x
}
