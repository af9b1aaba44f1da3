import { mostDense, tableSize } from './features.ts'
import type { Example } from './fit.ts'

/** What is learnt from: places that corrections hang on, and how much of each is let through. */
export type Columns = { places: Int32Array; ease: Float32Array; columnOf: Int32Array }

/** A word seen once teaches nothing of its next post. */
const fewestSeen = 2

/**
 * Places of the examples. What is of words is eased by how differently the two kinds use it (the log-count ratio of Wang and Manning
 * 2012): words that both use alike hardly move.
 */
export function columnsOf(examples: readonly Example[]): Columns {
  const [without, having] = [new Int32Array(tableSize), new Int32Array(tableSize)]
  for (const { places, positive } of examples) {
    const counts = positive ? having : without
    for (const place of places) counts[place] = (counts[place] as number) + 1
  }
  const places = Int32Array.from(having.keys()).filter(
    (place) => (without[place] as number) + (having[place] as number) >= fewestSeen,
  )
  const words = places.filter((place) => place >= mostDense)
  const allOf = (counts: Int32Array): number => words.reduce((sum, at) => sum + (counts[at] as number) + 1, 0)
  const usual = Math.log(allOf(having) / allOf(without))
  const easeOf = (place: number): number =>
    Math.abs(Math.log(((having[place] as number) + 1) / ((without[place] as number) + 1)) - usual)
  const columnOf = new Int32Array(tableSize).fill(-1)
  places.forEach((place, at) => {
    columnOf[place] = at
  })
  return {
    places,
    ease: Float32Array.from(places, (place) => (place < mostDense ? 1 : easeOf(place))),
    columnOf,
  }
}

/** The examples over the columns alone, one behind the other: row i stands at `from[i]` … `from[i + 1]`. */
export type Rows = {
  from: Int32Array
  column: Int32Array
  value: Float32Array
  prior: Float64Array
  positive: Uint8Array
}

export function rowsOf(examples: readonly Example[], { ease, columnOf }: Columns): Rows {
  const size = examples.reduce((sum, { places }) => sum + places.length, 0)
  const rows: Rows = {
    from: new Int32Array(examples.length + 1),
    column: new Int32Array(size),
    value: new Float32Array(size),
    prior: Float64Array.from(examples, ({ prior }) => prior),
    positive: Uint8Array.from(examples, ({ positive }) => (positive ? 1 : 0)),
  }
  let end = 0
  examples.forEach(({ places, values }, at) => {
    places.forEach((place, i) => {
      const column = columnOf[place] as number
      if (column < 0) return
      rows.column[end] = column
      rows.value[end++] = (values[i] as number) * (ease[column] as number)
    })
    rows.from[at + 1] = end
  })
  return rows
}

/** A calibration hangs on none. */
export const noColumns: Columns = {
  places: new Int32Array(0),
  ease: new Float32Array(0),
  columnOf: new Int32Array(tableSize).fill(-1),
}
