const prime = 16_777_619
export const basis = 0x811c9dc5 | 0

/** FNV-1a over UTF-16 units, carried on from `seed`, so that `"a b"` follows from the hash of `"a "`. */
export function hashOn(seed: number, text: string): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime)
  return hash
}

export const hashUnit = (seed: number, unit: number): number => Math.imul(seed ^ unit, prime)

/** The hash of a run from that of its beginning and of the word that follows. */
export const joined = (hash: number, word: number): number =>
  Math.imul(((hash << 5) | (hash >>> 27)) ^ word, prime)

/** Where each hash stands in a trained list: one probe or two instead of a string compared. */
export class HashIndex {
  /** Hash and place + 1, by turns, so that both come from memory at once. */
  private readonly entries: Int32Array
  private readonly last: number
  /** A bit or more for each hash of the list, small enough to stay near the processor: most of what a text offers ends here. */
  private readonly filter: Uint8Array

  constructor(hashes: Int32Array) {
    let size = 16
    while (size < hashes.length * 2) size *= 2
    this.last = size - 1
    this.entries = new Int32Array(size * 2)
    this.filter = new Uint8Array(size / 2)
    for (let place = 0; place < hashes.length; place++) {
      const hash = hashes[place] ?? 0
      let at = this.slot(hash)
      while (this.entries[at * 2 + 1] !== 0 && this.entries[at * 2] !== hash) at = (at + 1) & this.last
      this.entries[at * 2] = hash
      this.entries[at * 2 + 1] = place + 1
      const bit = this.bit(hash)
      this.filter[bit >>> 3] = (this.filter[bit >>> 3] as number) | (1 << (bit & 7))
    }
  }

  private slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.last
  }

  private bit(hash: number): number {
    const mixed = Math.imul(hash, 0x9e3779b1)
    return (mixed ^ (mixed >>> 13)) & (this.filter.length * 8 - 1)
  }

  /** Place of a hash in the list, -1 where it is none of it. */
  find(hash: number): number {
    const bit = this.bit(hash)
    if (((this.filter[bit >>> 3] as number) & (1 << (bit & 7))) === 0) return -1
    const { entries, last } = this
    let at = this.slot(hash)
    for (;;) {
      const place = entries[at * 2 + 1] as number
      if (place === 0 || entries[at * 2] === hash) return place - 1
      at = (at + 1) & last
    }
  }
}

const slots = 2048
const kept = new Int32Array(slots)
const stamps = new Int32Array(slots)
let stamp = 0

/** How many of the first `count` hashes, a thousand at most, differ. */
export function countDistinct(hashes: Int32Array, count: number): number {
  stamp = (stamp + 1) | 0
  let distinct = 0
  for (let i = 0; i < count; i++) {
    const hash = hashes[i] as number
    let slot = (hash ^ (hash >>> 15)) & (slots - 1)
    while (stamps[slot] === stamp && kept[slot] !== hash) slot = (slot + 1) & (slots - 1)
    if (stamps[slot] === stamp) continue
    stamps[slot] = stamp
    kept[slot] = hash
    distinct++
  }
  return distinct
}

const letter = /^\p{L}/u

/** Seed of a word's hash: words of other languages than English carry their language, marks and classes none. */
export function seedOf(word: string, lang: string): number {
  if (lang === 'en') return basis
  const code = word.charCodeAt(0)
  if (code >= 97 && code <= 122) return hashOn(basis, `${lang}:`)
  return code > 127 && letter.test(word) ? hashOn(basis, `${lang}:`) : basis
}
