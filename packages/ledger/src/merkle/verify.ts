import { sameBytes } from '../bytes.ts'
import { HASH_SIZE, nodeHash } from './hash.ts'

type Size = number | bigint

/** RFC 9162 §2.1.3.2. False for any index, size, hash or proof that does not fit exactly. */
export function verifyInclusion(
  index: Size,
  size: Size,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  let node = BigInt(index)
  let last = BigInt(size) - 1n
  if (node < 0n || node > last || !allHashes([leaf, root, ...proof])) return false
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0n) return false
    if ((node & 1n) === 1n || node === last) {
      hash = nodeHash(sibling, hash)
      const steps = trailingZeros(node)
      node >>= steps
      last >>= steps
    } else {
      hash = nodeHash(hash, sibling)
    }
    node >>= 1n
    last >>= 1n
  }
  return last === 0n && sameBytes(hash, root)
}

/**
 * RFC 9162 §2.1.4.2. A size of 0 is refused: every tree extends the empty one, so a proof from it says nothing,
 * and accepting one would let a caller believe something was checked.
 */
export function verifyConsistency(
  from: Size,
  to: Size,
  oldRoot: Uint8Array,
  newRoot: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  const [m, n] = [BigInt(from), BigInt(to)]
  if (m <= 0n || n < m) return false
  if (m === n) return proof.length === 0 && sameBytes(oldRoot, newRoot)
  if (proof.length === 0 || !allHashes([oldRoot, newRoot, ...proof])) return false
  // A whole old tree is itself the first hash of the path; the prover leaves it out.
  const path = (m & (m - 1n)) === 0n ? [oldRoot, ...proof] : [...proof]
  return climb(m, n, path, oldRoot, newRoot)
}

function climb(m: bigint, n: bigint, path: Uint8Array[], oldRoot: Uint8Array, newRoot: Uint8Array): boolean {
  let [node, last] = [m - 1n, n - 1n]
  const start = trailingZeros(m)
  node >>= start
  last >>= start
  let oldHash = path[0] as Uint8Array
  let newHash = oldHash
  for (const sibling of path.slice(1)) {
    if (last === 0n) return false
    if ((node & 1n) === 1n || node === last) {
      oldHash = nodeHash(sibling, oldHash)
      newHash = nodeHash(sibling, newHash)
      const steps = trailingZeros(node)
      node >>= steps
      last >>= steps
    } else {
      newHash = nodeHash(newHash, sibling)
    }
    node >>= 1n
    last >>= 1n
  }
  return last === 0n && sameBytes(oldHash, oldRoot) && sameBytes(newHash, newRoot)
}

/** How often `value` halves evenly; 0 for 0, where the climb has reached the left edge. */
function trailingZeros(value: bigint): bigint {
  let steps = 0n
  for (let rest = value; rest !== 0n && (rest & 1n) === 0n; rest >>= 1n) steps++
  return steps
}

function allHashes(hashes: readonly Uint8Array[]): boolean {
  return hashes.every((hash) => hash.length === HASH_SIZE)
}
