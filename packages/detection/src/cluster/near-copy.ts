import { createHash } from 'node:crypto'
import { fold } from '../fold/fold.ts'
import { changesStory, isSlip } from './story-words.ts'

/** `bands` are signed 64-bit numbers as decimal strings: a shared band is a candidate for the same cluster. */
export type Signature = { minhash: number[]; bands: string[]; words: number }

const hashes = 64
const rowsPerBand = 4
const shingle = 3

/** Fixed multipliers: signatures are stored, so they may never change within a version. */
const factors = new Uint32Array(hashes)
const offsets = new Uint32Array(hashes)
for (let i = 0; i < hashes; i++) {
  const digest = createHash('sha256').update(`hark-minhash-2:${i}`).digest()
  factors[i] = digest.readUInt32BE(0) | 1
  offsets[i] = digest.readUInt32BE(4)
}

const noise = /https?:\/\/\S+|www\.\S+|(?:^|\s)rt\s+(?=@)|(?<![\p{L}\p{N}])@[\p{L}\p{N}_.]+:?/gu
const wordPattern = /[\p{L}\p{N}]+|\p{Extended_Pictographic}/gu

/** What is read of a text; two longer ones must be equal beyond it to be copies. */
const readTo = 20_000

/** Words that are left when links, mentions, retweet marks, case and disguise are taken away, of the first `to` letters. */
export function contentWords(text: string, to = readTo): string[] {
  return fold(text.slice(0, to)).text.replace(noise, ' ').match(wordPattern) ?? []
}

const basis = 0x811c9dc5
const prime = 0x01000193

function hashOf(word: string): number {
  let hash = basis
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), prime)
  return hash
}

const rotated = (hash: number, by: number): number => (hash << by) | (hash >>> (32 - by))

/** Hashes of all runs of three words, or of the whole of a shorter text. */
function shinglesOf(words: readonly string[]): Set<number> {
  const single = words.map(hashOf)
  const set = new Set<number>()
  for (let i = 0; i === 0 || i + shingle <= words.length; i++) {
    let run = 0
    for (let j = i; j < Math.min(i + shingle, words.length); j++)
      run = Math.imul(rotated(run, 5) ^ (single[j] as number), prime)
    set.add(run >>> 0)
  }
  return set
}

/** Two halves mixed on their own make 64 bits: a band is a candidate, which the words then confirm or refuse. */
function bandOf(minhash: readonly number[], from: number): string {
  let high = mix(from + 1, factors[0] as number, offsets[0] as number)
  let low = mix(from + 1, factors[1] as number, offsets[1] as number)
  for (let i = from; i < from + rowsPerBand; i++) {
    high = mix(high ^ (minhash[i] as number), factors[2] as number, offsets[2] as number)
    low = mix(low ^ (minhash[i] as number), factors[3] as number, offsets[3] as number)
  }
  return ((BigInt(high | 0) << 32n) | BigInt(low)).toString()
}

/** MinHash over three-word runs: the same text gives the same signature on every machine. */
export function signatureOf(text: string): Signature {
  const words = contentWords(text)
  const minhash = minhashOf(words)
  const bands: string[] = []
  for (let i = 0; i < hashes; i += rowsPerBand) bands.push(bandOf(minhash, i))
  return { minhash, bands, words: words.length }
}

/** A text made ready once to be compared with many; its words are looked at only where its runs are alike. */
export type ComparableText = { text: string; minhash: readonly number[] }

export function comparable(text: string): ComparableText {
  return { text, minhash: minhashOf(contentWords(text)) }
}

function minhashOf(words: readonly string[]): number[] {
  const least = new Uint32Array(hashes).fill(0xffffffff)
  for (const value of shinglesOf(words)) {
    for (let i = 0; i < hashes; i++) {
      const mixed = mix(value, factors[i] as number, offsets[i] as number)
      if (mixed < (least[i] as number)) least[i] = mixed
    }
  }
  return Array.from(least)
}

/** A 32-bit permutation by multiply, add and xor-shift; no big integers in the inner loop. */
function mix(value: number, a: number, b: number): number {
  let mixed = (Math.imul(value, a) + b) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39) >>> 0
  return (mixed ^ (mixed >>> 15)) >>> 0
}

/** Estimated share of three-word runs in common, 0 … 1 (standard error about 0.06). */
export function similarity(a: { minhash: readonly number[] }, b: { minhash: readonly number[] }): number {
  let same = 0
  for (let i = 0; i < hashes; i++) if (a.minhash[i] === b.minhash[i]) same++
  return same / hashes
}

/** Fewer words than this and two people may well write the same: "me too!", "Zorvex made me sick". */
const enoughWords = 8
const near = 0.7

function countWords(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

/** Words that stand in the first text and not, or less often, in the second. */
function added(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): string[] {
  return [...a.keys()].filter((word) => (a.get(word) ?? 0) > (b.get(word) ?? 0))
}

/**
 * Words put for other words tell another story, of another name or another symptom, unless each is a slip of the pen. Words
 * left out or added do so where they name a person, a number, a denial or "too".
 */
function tellsAnother(a: readonly string[], b: readonly string[]): boolean {
  const [inA, inB] = [countWords(a), countWords(b)]
  const [left, right] = [added(inA, inB), added(inB, inA)]
  if ([...left, ...right].some(changesStory)) return true
  if (left.length === 0 || right.length === 0) return false
  return left.length !== right.length || left.some((word) => !right.some((other) => isSlip(word, other)))
}

/**
 * Whether one text is a copy of the other: a share, a repost, a quote with nothing of its own. Never where the difference
 * could be another patient, nor for short texts: folding those would hide one.
 */
export function isNearCopy(a: string, b: string): boolean {
  return nearCopySimilarity(comparable(a), comparable(b)) !== null
}

/** The similarity of two near-copies, as `isNearCopy` judges them; null where they are none. */
export function nearCopySimilarity(a: ComparableText, b: ComparableText): number | null {
  const alike = similarity(a, b)
  if (alike < near) return null // first, for it is cheap and rules out nearly all
  if (a.text.slice(readTo) !== b.text.slice(readTo)) return null
  const [wordsA, wordsB] = [contentWords(a.text), contentWords(b.text)]
  if (Math.min(wordsA.length, wordsB.length) < enoughWords) return null
  return tellsAnother(wordsA, wordsB) ? null : alike
}
