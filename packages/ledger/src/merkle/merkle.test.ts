import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { haveVectors, vectorFiles, vectorJson, whyNot } from '../../test/vectors.ts'
import { sha256, toBase64 } from '../bytes.ts'
import { Frontier } from './frontier.ts'
import { EMPTY_ROOT, leafHash, nodeHash } from './hash.ts'
import type { NodeId } from './plan.ts'
import { storedConsistencyProof, storedInclusionProof, storedRoot } from './stored.ts'
import { merkleTree, treeRoot } from './tree.ts'
import { verifyConsistency, verifyInclusion } from './verify.ts'

const leaves = Array.from({ length: 300 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)))
const tree = merkleTree(leaves)

/** RFC 9162 §2.1.1 to the letter, to hold the fast ones against. */
function naiveRoot(hashes: Uint8Array[]): Uint8Array {
  if (hashes.length < 2) return hashes[0] ?? EMPTY_ROOT
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  return nodeHash(naiveRoot(hashes.slice(0, split)), naiveRoot(hashes.slice(split)))
}

const decode = (proof: string[] | null) => (proof ?? []).map((hash) => Buffer.from(hash, 'base64'))
type Inclusion = {
  leafIdx: bigint
  treeSize: bigint
  root: string
  leafHash: string
  proof: string[]
  wantErr: boolean
}
type Consistency = {
  size1: bigint
  size2: bigint
  root1: string
  root2: string
  proof: string[]
  wantErr: boolean
}

describe.skipIf(!haveVectors)(`transparency-dev/merkle vectors${whyNot}`, () => {
  const folder = 'transparency-dev_merkle'

  test('the nine reference roots', () => {
    const { leaves: data, roots } = vectorJson(`${folder}/roots.json`) as {
      leaves: string[]
      roots: string[]
    }
    const hashes = data.map((hex) => leafHash(Buffer.from(hex, 'hex')))
    expect(roots).toHaveLength(9)
    roots.forEach((root, size) => {
      expect(Buffer.from(treeRoot(hashes.slice(0, size))).toString('hex')).toBe(root)
    })
  })

  test('all 196 probes', () => {
    const inclusion = vectorFiles(`${folder}/testdata/inclusion`)
    const consistency = vectorFiles(`${folder}/testdata/consistency`)
    expect(inclusion.length + consistency.length).toBe(196)
    for (const file of inclusion) {
      const probe = vectorJson(file) as Inclusion
      const [leaf, root] = decode([probe.leafHash, probe.root]) as [Buffer, Buffer]
      expect(verifyInclusion(probe.leafIdx, probe.treeSize, leaf, decode(probe.proof), root), file).toBe(
        !probe.wantErr,
      )
    }
    for (const file of consistency) {
      const probe = vectorJson(file) as Consistency
      const [root1, root2] = decode([probe.root1, probe.root2]) as [Buffer, Buffer]
      expect(verifyConsistency(probe.size1, probe.size2, root1, root2, decode(probe.proof)), file).toBe(
        !probe.wantErr,
      )
    }
  })
})

describe('tree', () => {
  test('every proof of every tree up to 70 leaves verifies, and its root is the RFC definition', () => {
    let checks = 0
    for (let size = 0; size <= 70; size++) {
      const root = tree.root(size)
      expect(toBase64(root)).toBe(toBase64(naiveRoot(leaves.slice(0, size))))
      for (let i = 0; i < size; i++, checks++) {
        const proof = tree.inclusionProof(i, size)
        expect(verifyInclusion(i, size, leaves[i] as Buffer, proof, root)).toBe(true)
      }
      for (let old = 1; old <= size; old++, checks++) {
        expect(verifyConsistency(old, size, tree.root(old), root, tree.consistencyProof(old, size))).toBe(
          true,
        )
      }
    }
    expect(checks).toBe(4970)
  })

  test('one flipped bit, one step off, or one hash more or less refutes a proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat(), (size, at, bit, kind) => {
        const index = at % size
        const proof = tree.inclusionProof(index, size)
        const root = tree.root(size)
        const leaf = leaves[index] as Buffer
        const bent = proof.map((hash, i) => (i === bit % proof.length ? flip(hash, bit) : hash))
        const attempts = [
          () => verifyInclusion(index, size, leaf, bent, root),
          () => verifyInclusion(index, size, flip(leaf, bit), proof, root),
          () => verifyInclusion(index, size, leaf, proof, flip(root, bit)),
          () => verifyInclusion((index + 1) % size, size, leaf, proof, root),
          () => verifyInclusion(index, size, leaf, proof.slice(1), root),
          () => verifyInclusion(index, size, leaf, [...proof, leaf], root),
        ]
        expect(attempts[kind % attempts.length]?.()).toBe(false)
      }),
      { numRuns: 600 },
    )
  })

  test('one flipped bit or one wrong size refutes a consistency proof', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), fc.nat(), (size, at, bit, kind) => {
        const old = 1 + (at % (size - 1))
        const proof = tree.consistencyProof(old, size)
        const [before, after] = [tree.root(old), tree.root(size)]
        const bent = proof.map((hash, i) => (i === bit % proof.length ? flip(hash, bit) : hash))
        const attempts = [
          () => verifyConsistency(old, size, before, after, bent),
          () => verifyConsistency(old, size, flip(before, bit), after, proof),
          () => verifyConsistency(old, size, before, flip(after, bit), proof),
          () => verifyConsistency(old, size, before, after, proof.slice(1)),
          () => verifyConsistency(old, size, before, after, [...proof, before]),
          () => verifyConsistency(0, size, EMPTY_ROOT, after, proof),
        ]
        expect(attempts[kind % attempts.length]?.()).toBe(false)
      }),
      { numRuns: 600 },
    )
  })

  test('stored nodes give the same roots and proofs as the leaves', async () => {
    const store = new Map<string, Uint8Array>()
    const frontier = new Frontier()
    for (const leaf of leaves)
      for (const node of frontier.append(leaf)) store.set(`${node.level}/${node.index}`, node.hash)
    const read = async ({ level, index }: NodeId) => store.get(`${level}/${index}`) as Uint8Array
    for (const size of [1, 2, 7, 128, 255, 300]) {
      expect(await storedRoot(read, size)).toEqual(tree.root(size))
      expect(await storedInclusionProof(read, size - 1, size)).toEqual(tree.inclusionProof(size - 1, size))
      expect(await storedConsistencyProof(read, size, 300)).toEqual(tree.consistencyProof(size, 300))
    }
  })

  test('a frontier saved and read again grows into the same tree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 299 }), (cut) => {
        const first = new Frontier()
        for (const leaf of leaves.slice(0, cut)) first.append(leaf)
        const second = Frontier.parse(first.serialise())
        for (const leaf of leaves.slice(cut)) second.append(leaf)
        expect([second.size, toBase64(second.root())]).toEqual([300, toBase64(tree.root())])
      }),
    )
  })

  test.each(['', '1:', '0:AAAA', '3:YQ==', '-1:', '01:', '9007199254740993:'])(
    '%j is no frontier',
    (text) => {
      expect(() => Frontier.parse(text)).toThrow(expect.objectContaining({ name: 'LedgerError' }))
    },
  )

  test('asks outside the tree are refused', () => {
    const outOfRange = expect.objectContaining({ code: 'merkle.out_of_range' })
    expect(() => tree.inclusionProof(300)).toThrow(outOfRange)
    expect(() => tree.root(301)).toThrow(outOfRange)
    expect(() => tree.consistencyProof(0, 300)).toThrow(outOfRange)
    expect(() => tree.consistencyProof(5, 4)).toThrow(outOfRange)
    expect(Buffer.from(tree.root(0)).equals(sha256(new Uint8Array(0)))).toBe(true)
  })
})

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const bent = Buffer.from(bytes)
  const at = (bit >> 3) % bent.length
  bent[at] = (bent[at] as number) ^ (1 << (bit & 7))
  return bent
}
