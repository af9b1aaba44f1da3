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
  private readonly keys: Int32Array
  private readonly places: Int32Array
  private readonly last: number

  constructor(hashes: Int32Array) {
    let size = 16
    while (size < hashes.length * 2) size *= 2
    this.last = size - 1
    this.keys = new Int32Array(size)
    this.places = new Int32Array(size).fill(-1)
    for (let place = 0; place < hashes.length; place++) {
      const hash = hashes[place] ?? 0
      let at = this.slot(hash)
      while (this.places[at] !== -1 && this.keys[at] !== hash) at = (at + 1) & this.last
      this.keys[at] = hash
      this.places[at] = place
    }
  }

  private slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.last
  }

  /** Place of a hash in the list, -1 where it is none of it. */
  find(hash: number): number {
    let at = this.slot(hash)
    for (;;) {
      const place = this.places[at] as number
      if (place === -1 || this.keys[at] === hash) return place
      at = (at + 1) & this.last
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
