import { foldSubtrees } from './hash.ts'
import { consistencyPlan, inclusionPlan, type NodeId, rootPlan, type Subtrees } from './plan.ts'

/** Reads the hash of a complete subtree from wherever nodes or tiles are kept. */
export type NodeReader = (node: NodeId) => Promise<Uint8Array>

/** Root, inclusion and consistency from stored nodes: O(log size) reads, no leaf needed. */
export function storedRoot(read: NodeReader, size: number): Promise<Uint8Array> {
  return foldStored(read, rootPlan(size))
}

export async function storedInclusionProof(
  read: NodeReader,
  index: number,
  size: number,
): Promise<Uint8Array[]> {
  return await Promise.all(inclusionPlan(index, size).map((subtrees) => foldStored(read, subtrees)))
}

export async function storedConsistencyProof(
  read: NodeReader,
  from: number,
  to: number,
): Promise<Uint8Array[]> {
  return await Promise.all(consistencyPlan(from, to).map((subtrees) => foldStored(read, subtrees)))
}

async function foldStored(read: NodeReader, subtrees: Subtrees): Promise<Uint8Array> {
  return foldSubtrees(await Promise.all(subtrees.map(read)))
}
