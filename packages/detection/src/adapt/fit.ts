import type { Adaptable } from './features.ts'
import { tableSize } from './features.ts'
import { minimise } from './minimise.ts'

export type Example = Adaptable & { positive: boolean }

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

/** Places the examples use, packed: the table is large and mostly empty. */
function packed(examples: readonly Example[]): Int32Array {
  const used = new Uint8Array(tableSize)
  for (const { places } of examples) for (const place of places) used[place] = 1
  return Int32Array.from(used.keys()).filter((place) => used[place] === 1)
}

/**
 * Penalised logistic regression around the shipped model: corrections are drawn to 0 by `penalty`, the scale to 1, so that few labels
 * change little. `penalty` Infinity calibrates only. Deterministic.
 */
export function fit(examples: readonly Example[], penalty: number): Correction {
  const columns = Number.isFinite(penalty) ? packed(examples) : new Int32Array(0)
  const columnOf = new Int32Array(tableSize).fill(-1)
  columns.forEach((place, at) => {
    columnOf[place] = at + 2
  })
  const start = new Float64Array(columns.length + 2)
  start[0] = 1
  const slope = (w: Float64Array, gradient: Float64Array): number => {
    let loss = 0.5 * calibrationPenalty * ((w[0] as number) - 1) ** 2
    gradient[0] = calibrationPenalty * ((w[0] as number) - 1)
    for (let i = 2; i < w.length; i++) {
      loss += 0.5 * penalty * (w[i] as number) ** 2
      gradient[i] = penalty * (w[i] as number)
    }
    for (const example of examples) loss += addExample(example, columnOf, w, gradient)
    return loss
  }
  const w = minimise(slope, start)
  const corrections = new Map<number, number>()
  columns.forEach((place, at) => {
    const weight = w[at + 2] as number
    if (Math.abs(weight) > 1e-3) corrections.set(place, weight)
  })
  return { scale: w[0] as number, shift: w[1] as number, corrections }
}

const calibrationPenalty = 5

function addExample(example: Example, columnOf: Int32Array, w: Float64Array, gradient: Float64Array): number {
  const { prior, places, values, positive } = example
  let z = (w[0] as number) * prior + (w[1] as number)
  for (let i = 0; i < places.length; i++) {
    const column = columnOf[places[i] as number] as number
    if (column >= 0) z += (w[column] as number) * (values[i] as number)
  }
  const error = sigmoid(z) - (positive ? 1 : 0)
  gradient[0] = (gradient[0] as number) + error * prior
  gradient[1] = (gradient[1] as number) + error
  for (let i = 0; i < places.length; i++) {
    const column = columnOf[places[i] as number] as number
    if (column >= 0) gradient[column] = (gradient[column] as number) + error * (values[i] as number)
  }
  return Math.log1p(Math.exp(-Math.abs(z))) + (positive ? Math.max(0, -z) : Math.max(0, z))
}
