import { fromBase64, toBase64 } from './bytes.ts'
import type { BatchCommitment } from './entry.ts'
import { LedgerError } from './errors.ts'
import { leafHash } from './merkle/hash.ts'
import { merkleTree, treeRoot } from './merkle/tree.ts'
import { verifyInclusion } from './merkle/verify.ts'

/** Shows that one item belongs to a batch: its position and the sibling hashes, base64, leaf upwards. */
export type BatchProof = { index: number; hashes: string[] }

/** Root over many items, each the exact bytes stored, in a fixed order. One entry then commits to them all. */
export function batchRoot(items: Iterable<Uint8Array>): Uint8Array {
  return treeRoot(Iterator.from(items).map(leafHash))
}

/** The `batch` member of an entry over these items. An empty batch is no event: throws `batch.empty`. */
export function commitBatch(items: readonly Uint8Array[]): BatchCommitment {
  if (items.length === 0) throw new LedgerError('batch.empty', 'a batch has at least one item')
  return { root: toBase64(batchRoot(items)), count: items.length }
}

/** Proof for the item at `index`. Throws `merkle.out_of_range`. */
export function proveInBatch(items: readonly Uint8Array[], index: number): BatchProof {
  return { index, hashes: merkleTree(items.map(leafHash)).inclusionProof(index).map(toBase64) }
}

/** True when the item is the one at that position of the committed batch. */
export function verifyInBatch(item: Uint8Array, proof: BatchProof, batch: BatchCommitment): boolean {
  try {
    const hashes = proof.hashes.map((hash) => fromBase64(hash, 32))
    return verifyInclusion(proof.index, batch.count, leafHash(item), hashes, fromBase64(batch.root, 32))
  } catch {
    return false
  }
}
