import { LedgerError } from '../errors.ts'

/** A complete subtree: 2^level leaves, the index-th such block from the left. Level 0 is a leaf. */
export type NodeId = { level: number; index: number }

/** The complete subtrees whose fold is one hash of a proof. */
export type Subtrees = NodeId[]

/** Subtrees that fold to the root of the first `size` leaves. */
export function rootPlan(size: number): Subtrees {
  return coverOf(0, checked(size))
}

/**
 * Which hashes prove leaf `index` in a tree of `size` leaves (RFC 9162 §2.1.3.1), from the leaf upwards.
 * A plan names nodes only, so one rule serves memory, tiles and tables alike.
 */
export function inclusionPlan(index: number, size: number): Subtrees[] {
  if (checked(index) >= checked(size)) throw outOfRange()
  const plan: Subtrees[] = []
  let [low, high] = [0, size]
  while (high - low > 1) {
    const middle = low + largestPowerBelow(high - low)
    if (index < middle) {
      plan.push(coverOf(middle, high))
      high = middle
    } else {
      plan.push(coverOf(low, middle))
      low = middle
    }
  }
  return plan.reverse()
}

/** Which hashes prove that a tree of `from` leaves is a prefix of one of `to` (RFC 9162 §2.1.4.1). */
export function consistencyPlan(from: number, to: number): Subtrees[] {
  if (checked(from) < 1 || from > checked(to)) throw outOfRange()
  const plan: Subtrees[] = []
  let [low, high] = [0, to]
  let knownToVerifier = true
  while (high !== from) {
    const middle = low + largestPowerBelow(high - low)
    if (from <= middle) {
      plan.push(coverOf(middle, high))
      high = middle
    } else {
      plan.push(coverOf(low, middle))
      low = middle
      knownToVerifier = false
    }
  }
  // The old root itself is left out when it is a whole subtree: the verifier holds it already.
  if (!knownToVerifier) plan.push(coverOf(low, high))
  return plan.reverse()
}

/** Complete subtrees of [low, high), largest first; low is always a multiple of the largest. */
function coverOf(low: number, high: number): Subtrees {
  const cover: Subtrees = []
  let start = low
  while (start < high) {
    let level = 0
    let width = 1
    while (start % (width * 2) === 0 && start + width * 2 <= high) {
      width *= 2
      level++
    }
    cover.push({ level, index: start / width })
    start += width
  }
  return cover
}

function largestPowerBelow(count: number): number {
  let power = 1
  while (power * 2 < count) power *= 2
  return power
}

function checked(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw outOfRange()
  return value
}

function outOfRange(): LedgerError {
  return new LedgerError('merkle.out_of_range', 'no such leaf or tree size')
}
