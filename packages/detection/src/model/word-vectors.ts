import { basis, HashIndex, hashOn, hashUnit, seedOf } from './hash.ts'
import type { Kernel, KernelMemory } from './kernel.ts'
import type { ModelFile } from './model-file.ts'
import type { ModelWords } from './model-words.ts'

/** Languages with few words of their own share what is spelt alike: dolor, dolore, dor. */
const foreignSeed = hashOn(basis, 'x:')
const longest = 40
const mostBases = 4_096

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
  /** Bias and channels of each pattern of bits met so far: posts share few patterns, so each is summed once. */
  private readonly bases: Float32Array
  private readonly places = new Map<number, number>()

  constructor(file: ModelFile, hidden: number, memory: KernelMemory) {
    this.hidden = hidden
    this.index = new HashIndex(file.int32('net.words'))
    this.table = memory.bytes(file.int8('net.table'))
    this.tableScale = file.float32('net.tableScale')
    this.grams = memory.bytes(file.int8('net.grams'))
    this.gramScale = file.float32('net.gramScale')
    this.channels = file.float32('net.channels')
    this.bias = file.float32('net.inputBias')
    this.bases = memory.block(mostBases * hidden)
  }

  /** Floats of memory that the vectors of a file take. */
  static floatsOf(file: ModelFile, hidden: number): number {
    return (file.int8('net.table').length + file.int8('net.grams').length) / 4 + mostBases * hidden + 16
  }

  /** Writes channels and bias + word of the word at `at` to the address `out`. */
  write({ words, mask, lang }: ModelWords, at: number, kernel: Kernel, out: number): void {
    const { hidden, table } = this
    const word = words[at] ?? ''
    const base = this.baseOf(mask[at] ?? 0)
    const row = this.index.find(hashOn(seedOf(word, lang), word))
    if (row >= 0)
      kernel.addScaled(base, table.byteOffset + row * hidden, this.tableScale[row] as number, hidden, out)
    else {
      kernel.repeat(base, 1, hidden, out)
      this.spell(word, lang, kernel, out)
    }
  }

  /** The address of the sum of bias and channels; once all places are taken, the last is written anew. */
  private baseOf(mask: number): number {
    const { hidden, bases } = this
    const known = this.places.get(mask)
    if (known !== undefined) return bases.byteOffset + known * hidden * 4
    const place = Math.min(this.places.size, mostBases - 1)
    if (place < mostBases - 1) this.places.set(mask, place)
    const base = bases.subarray(place * hidden, (place + 1) * hidden)
    base.set(this.bias)
    let bits = mask
    for (let bit = 0; bits !== 0; bit++, bits >>>= 1)
      if (bits & 1)
        for (let i = 0; i < hidden; i++)
          base[i] = (base[i] as number) + (this.channels[bit * hidden + i] as number)
    return base.byteOffset
  }

  /** A word without a vector: the mean of those of its runs of three to five letters, edges marked. */
  private spell(word: string, lang: string, kernel: Kernel, out: number): void {
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
        const gram = this.grams.byteOffset + row * this.hidden
        kernel.addScaled(out, gram, (this.gramScale[row] as number) / count, this.hidden, out)
      }
    }
  }
}
