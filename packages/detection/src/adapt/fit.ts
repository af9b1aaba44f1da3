import { columnsOf, noColumns, type Rows, rowsOf } from './columns.ts'
import type { Adaptable } from './features.ts'
import { minimise } from './minimise.ts'

/** `text`: equal for examples that are copies of one text, which must not stand on both sides of a fold. */
export type Example = Adaptable & { positive: boolean; text: string }

/** logit = scale · prior + shift + Σ corrections; with no corrections it is a calibration only. */
export type Correction = { scale: number; shift: number; corrections: Map<number, number> }

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/** The corrected probability of one text. */
export function corrected({ scale, shift, corrections }: Correction, text: Adaptable): number {
  let z = scale * text.prior + shift
  for (let i = 0; i < text.places.length; i++)
    z += (corrections.get(text.places[i] as number) ?? 0) * (text.values[i] as number)
  return sigmoid(z)
}

/**
 * Penalised logistic regression around the shipped model: corrections are drawn to 0 by `penalty`, the scale to 1, so that few labels
 * change little. `penalty` Infinity calibrates only. Deterministic.
 */
export function fit(examples: readonly Example[], penalty: number): Correction {
  const columns = Number.isFinite(penalty) ? columnsOf(examples) : noColumns
  const rows = rowsOf(examples, columns)
  const start = new Float64Array(columns.places.length + 2)
  start[0] = 1
  const slope = (w: Float64Array, gradient: Float64Array): number => {
    let loss = 0.5 * calibrationPenalty * ((w[0] as number) - 1) ** 2
    gradient[0] = calibrationPenalty * ((w[0] as number) - 1)
    gradient[1] = 0
    for (let i = 2; i < w.length; i++) {
      loss += 0.5 * penalty * (w[i] as number) ** 2
      gradient[i] = penalty * (w[i] as number)
    }
    return loss + addRows(rows, w, gradient)
  }
  const w = minimise(slope, start)
  const corrections = new Map<number, number>()
  columns.places.forEach((place, at) => {
    const weight = (w[at + 2] as number) * (columns.ease[at] as number)
    if (Math.abs(weight) > leastKept) corrections.set(place, weight)
  })
  return { scale: Math.max(leastScale, w[0] as number), shift: w[1] as number, corrections }
}

const calibrationPenalty = 5
const leastKept = 1e-3
/** Labels that contradict the shipped model silence it; they do not turn its order round. */
const leastScale = 0.01

/** Adds each row's share of the slope; returns their loss. */
function addRows(rows: Rows, w: Float64Array, gradient: Float64Array): number {
  const { from, column, value, prior, positive } = rows
  let loss = 0
  for (let row = 0; row < prior.length; row++) {
    const [first, end] = [from[row] as number, from[row + 1] as number]
    let z = (w[0] as number) * (prior[row] as number) + (w[1] as number)
    for (let i = first; i < end; i++) z += (w[(column[i] as number) + 2] as number) * (value[i] as number)
    const error = sigmoid(z) - (positive[row] as number)
    gradient[0] = (gradient[0] as number) + error * (prior[row] as number)
    gradient[1] = (gradient[1] as number) + error
    for (let i = first; i < end; i++) {
      const at = (column[i] as number) + 2
      gradient[at] = (gradient[at] as number) + error * (value[i] as number)
    }
    loss += Math.log1p(Math.exp(-Math.abs(z))) + (positive[row] ? Math.max(0, -z) : Math.max(0, z))
  }
  return loss
}
