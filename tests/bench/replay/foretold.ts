import type { Absence } from './generate.ts'

export type Foretold = {
  offered: number
  stored: number
  /** Stored posts whose deletion comes in the same absence. */
  deleted: number
}

/** What a reader that begins at `from` must have counted and stored in the end: known from the plan, not from what was read. */
export function foretell(absence: Absence, from: number): Foretold {
  const stored = new Uint8Array(absence.count)
  const deleted = new Set<number>()
  const foretold = { offered: 0, stored: 0, deleted: 0 }
  for (let n = from; n < absence.count; n++) {
    const gone = absence.deleted(n)
    if (gone !== null && gone >= from && stored[gone] === 1) deleted.add(gone)
    if (absence.shapeOf(n).kind !== 'post') continue
    foretold.offered += 1
    if (!absence.names(n) && !absence.answered(n).some((to) => to >= from && stored[to] === 1)) continue
    stored[n] = 1
    foretold.stored += 1
  }
  return { ...foretold, deleted: deleted.size }
}
