import { LedgerError } from '../errors.ts'
import { Frontier } from './frontier.ts'
import { foldSubtrees, HASH_SIZE } from './hash.ts'
import { consistencyPlan, inclusionPlan, type NodeId, rootPlan, type Subtrees } from './plan.ts'

/**
 * Every complete subtree of a log in memory, packed: 64 bytes a leaf, so a million leaves take 64 MB and any root
 * or proof of any past size costs a few hashes.
 */
export class MerkleTree {
  #frontier = new Frontier()
  #levels: Buffer[] = []

  get size(): number {
    return this.#frontier.size
  }

  append(leaf: Uint8Array): void {
    for (const node of this.#frontier.append(leaf)) this.#store(node.level, node.index, node.hash)
  }

  node({ level, index }: NodeId): Uint8Array {
    const at = index * HASH_SIZE
    if ((index + 1) * 2 ** level > this.size)
      throw new LedgerError('merkle.out_of_range', 'subtree is not complete')
    return (this.#levels[level] as Buffer).subarray(at, at + HASH_SIZE)
  }

  root(size = this.size): Uint8Array {
    return this.#fold(rootPlan(size))
  }

  inclusionProof(index: number, size = this.size): Uint8Array[] {
    return inclusionPlan(index, size).map((subtrees) => this.#fold(subtrees))
  }

  consistencyProof(from: number, to = this.size): Uint8Array[] {
    return consistencyPlan(from, to).map((subtrees) => this.#fold(subtrees))
  }

  #fold(subtrees: Subtrees): Uint8Array {
    return foldSubtrees(subtrees.map((id) => this.node(id)))
  }

  #store(level: number, index: number, hash: Uint8Array): void {
    const at = index * HASH_SIZE
    let packed = this.#levels[level] ?? Buffer.alloc(HASH_SIZE * 4)
    if (at + HASH_SIZE > packed.length) packed = Buffer.concat([packed, Buffer.alloc(packed.length)])
    packed.set(hash, at)
    this.#levels[level] = packed
  }
}

/** A tree over leaf hashes. */
export function merkleTree(leaves: Iterable<Uint8Array>): MerkleTree {
  const tree = new MerkleTree()
  for (const leaf of leaves) tree.append(leaf)
  return tree
}

/** Root over leaf hashes (RFC 9162 MTH with the leaves already hashed). */
export function treeRoot(leaves: Iterable<Uint8Array>): Uint8Array {
  const frontier = new Frontier()
  for (const leaf of leaves) frontier.append(leaf)
  return frontier.root()
}
