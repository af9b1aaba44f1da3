import { seededRandom } from '../evaluate/bootstrap.ts'
import type { Example } from './fit.ts'

export const folds = 5

/** Examples in an order drawn by seed, copies of one text together, those with an event first. */
function drawn(examples: readonly Example[], seed: number): number[][] {
  const random = seededRandom(seed)
  const together = [...Map.groupBy(examples.keys(), (at) => examples[at]?.text).values()]
  return together
    .map((places) => ({ places, event: places.some((at) => examples[at]?.positive), by: random() }))
    .sort((a, b) => Number(b.event) - Number(a.event) || a.by - b.by)
    .map(({ places }) => places)
}

/** Which fold each example is in: events spread evenly, a text never on both sides. */
export function foldsOf(examples: readonly Example[], seed: number): Int8Array {
  const fold = new Int8Array(examples.length)
  drawn(examples, seed).forEach((places, n) => {
    for (const at of places) fold[at] = n % folds
  })
  return fold
}

/** Places of the examples in each fold. */
export const insideFolds = (fold: Int8Array): number[][] =>
  Array.from({ length: folds }, (_, k) => [...fold.keys()].filter((at) => fold[at] === k))

/** Scores as places within their fold, 0 … 1: different fits have different scales, and order across folds means nothing. */
export function withinFolds(scores: readonly number[], fold: Int8Array): number[] {
  const placed = new Array<number>(scores.length).fill(0)
  for (const own of insideFolds(fold)) {
    const sorted = own.map((at) => scores[at] as number).sort((a, b) => a - b)
    const last = new Map(sorted.map((score, place) => [score, place]))
    for (const at of own) placed[at] = (last.get(scores[at] as number) ?? 0) / own.length
  }
  return placed
}
