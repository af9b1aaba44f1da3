import { sha256 } from '../bytes.ts'

export const HASH_SIZE = 32

/** Root of the tree without leaves: SHA-256 of nothing (RFC 9162 §2.1.1). */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0))

/** SHA-256(0x00 || data). The prefix keeps a leaf from ever passing for a node (second preimage). */
export function leafHash(data: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(data.length + 1)
  input[0] = 0
  input.set(data, 1)
  return sha256(input)
}

/** SHA-256(0x01 || left || right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  const input = Buffer.allocUnsafe(1 + 2 * HASH_SIZE)
  input[0] = 1
  input.set(left, 1)
  input.set(right, 1 + HASH_SIZE)
  return sha256(input)
}

/** Hash of a range from the complete subtrees that tile it, left to right, largest first. */
export function foldSubtrees(hashes: readonly Uint8Array[]): Uint8Array {
  let folded = hashes.at(-1) ?? EMPTY_ROOT
  for (let i = hashes.length - 2; i >= 0; i--) folded = nodeHash(hashes[i] as Uint8Array, folded)
  return folded
}
