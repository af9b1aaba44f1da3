import { fromBase64, toBase64 } from '../bytes.ts'
import { LedgerError } from '../errors.ts'
import { foldSubtrees, HASH_SIZE, nodeHash } from './hash.ts'
import { type NodeId, rootPlan } from './plan.ts'

/** A complete subtree that an append has just finished, with its hash: what a node store saves. */
export type CompletedNode = NodeId & { hash: Uint8Array }

/**
 * The right edge of a growing tree: at most log2(size)+1 hashes, enough to append and to know the root without
 * any earlier leaf. The sequencer keeps one of these instead of the log.
 */
export class Frontier {
  #size = 0
  #peaks: Uint8Array[] = []

  get size(): number {
    return this.#size
  }

  /** Appends one leaf hash; returns the subtrees it completed, the leaf first. */
  append(leaf: Uint8Array): CompletedNode[] {
    let hash = leaf
    let index = this.#size
    const completed: CompletedNode[] = [{ level: 0, index, hash }]
    for (let level = 1; index % 2 === 1; level++) {
      hash = nodeHash(this.#peaks.pop() as Uint8Array, hash)
      index = (index - 1) / 2
      completed.push({ level, index, hash })
    }
    this.#peaks.push(hash)
    this.#size++
    return completed
  }

  root(): Uint8Array {
    return foldSubtrees(this.#peaks)
  }

  /** `<size>:<base64 of the peaks, left to right>`: one text column. */
  serialise(): string {
    return `${this.#size}:${toBase64(Buffer.concat(this.#peaks))}`
  }

  static parse(text: string): Frontier {
    const match = /^(0|[1-9][0-9]{0,15}):(.*)$/.exec(text)
    const size = Number(match?.[1])
    if (!match || !Number.isSafeInteger(size)) throw new LedgerError('merkle.out_of_range', 'not a frontier')
    const packed = fromBase64(match[2] as string, rootPlan(size).length * HASH_SIZE)
    const frontier = new Frontier()
    frontier.#size = size
    for (let at = 0; at < packed.length; at += HASH_SIZE)
      frontier.#peaks.push(packed.subarray(at, at + HASH_SIZE))
    return frontier
  }
}
