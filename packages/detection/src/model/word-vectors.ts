import { basis, HashIndex, hashOn, hashUnit, seedOf } from './hash.ts'
import type { ModelFile } from './model-file.ts'
import type { ModelWords } from './model-words.ts'

/** Languages with few words of their own share what is spelt alike: dolor, dolore, dor. */
const foreignSeed = hashOn(basis, 'x:')
const longest = 40
const mostBases = 20_000

/** The first layer of the net: what a word and its rule channels amount to, in the net's own numbers. */
export class WordVectors {
  private readonly hidden: number
  private readonly index: HashIndex
  private readonly table: Int8Array
  private readonly tableScale: Float32Array
  private readonly grams: Int8Array
  private readonly gramScale: Float32Array
  private readonly channels: Float32Array
  private readonly bias: Float32Array
  private readonly bases = new Map<number, Float32Array>()

  constructor(file: ModelFile, hidden: number) {
    this.hidden = hidden
    this.index = new HashIndex(file.int32('net.words'))
    this.table = file.int8('net.table')
    this.tableScale = file.float32('net.tableScale')
    this.grams = file.int8('net.grams')
    this.gramScale = file.float32('net.gramScale')
    this.channels = file.float32('net.channels')
    this.bias = file.float32('net.inputBias')
  }

  /** Writes relu(channels and bias + word) of the word at `at` to `out` from `offset`. */
  write({ words, mask, lang }: ModelWords, at: number, out: Float32Array, offset: number): void {
    const { hidden, table } = this
    const word = words[at] ?? ''
    const base = this.baseOf(mask[at] ?? 0)
    const row = this.index.find(hashOn(seedOf(word, lang), word))
    if (row >= 0) {
      const from = row * hidden
      const scale = this.tableScale[row] as number
      for (let i = 0; i < hidden; i++) {
        const value = (base[i] as number) + (table[from + i] as number) * scale
        out[offset + i] = Math.max(0, value)
      }
      return
    }
    out.set(base, offset)
    this.spell(word, lang, out, offset)
    for (let i = 0; i < hidden; i++) if ((out[offset + i] as number) < 0) out[offset + i] = 0
  }

  /** Bias and channels of one pattern of bits: posts share few patterns, so each is summed once. */
  private baseOf(mask: number): Float32Array {
    const known = this.bases.get(mask)
    if (known) return known
    const base = Float32Array.from(this.bias)
    let bits = mask
    for (let bit = 0; bits !== 0; bit++, bits >>>= 1)
      if (bits & 1) this.add(this.channels, bit * this.hidden, 1, base, 0)
    if (this.bases.size < mostBases) this.bases.set(mask, base)
    return base
  }

  private add(
    rows: Int8Array | Float32Array,
    from: number,
    scale: number,
    out: Float32Array,
    to: number,
  ): void {
    for (let i = 0; i < this.hidden; i++)
      out[to + i] = (out[to + i] as number) + (rows[from + i] as number) * scale
  }

  /** A word without a vector: the mean of those of its runs of three to five letters, edges marked. */
  private spell(word: string, lang: string, out: Float32Array, offset: number): void {
    const length = Math.min(longest, word.length) + 2
    if (length < 5 || word[0] === '<') return
    const seed = lang === 'en' ? basis : foreignSeed
    const unit = (at: number): number => (at === 0 ? 94 : at === length - 1 ? 36 : word.charCodeAt(at - 1))
    const count = 3 * length - 9
    const last = this.gramScale.length - 1
    for (let at = 0; at + 3 <= length; at++) {
      let hash = seed
      for (let next = at; next < Math.min(length, at + 5); next++) {
        hash = hashUnit(hash, unit(next))
        if (next < at + 2) continue
        const row = (hash ^ (hash >>> 15)) & last
        this.add(this.grams, row * this.hidden, (this.gramScale[row] as number) / count, out, offset)
      }
    }
  }
}
