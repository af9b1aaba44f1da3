import { KernelMemory, type MultiplyAdd, wide } from './kernel.ts'
import type { ModelFile } from './model-file.ts'
import type { ModelWords } from './model-words.ts'
import { WordVectors } from './word-vectors.ts'

export const tags = ['none', 'event', 'negated', 'supposed', 'indication', 'patient'] as const

/** What the net says of a post and of each of its words (row-major, `tags.length` logits a word). */
export type NetReading = {
  post: Float32Array
  /** The layer before the heads: what an adaptation hangs its corrections on. */
  inner: Float32Array
  tagLogits: Float32Array
  words: number
}

/** Posts are cut to some hundred words before; marks and cut hashtags may double that. */
const most = 700
const perWord = tags.length + 2
const columns = wide(perWord)
const matrices = ['convs', 'tag', 'dense', 'post'] as const
type Matrices = Record<(typeof matrices)[number], { weights: Float32Array; bias: Float32Array }>

/**
 * The small net: a vector for each word and its rule channels, convolutions over neighbours, a tag for every word and heads for
 * the post. Runs in WebAssembly with plain 32-bit floats in a fixed order: the same bits on every machine, no native code.
 */
export class NetModel {
  private readonly hidden: number
  private readonly heads: number
  private readonly dilations: number[]
  private readonly pad: number
  private readonly vectors: WordVectors
  private readonly multiplyAdd: MultiplyAdd
  private readonly layers: Matrices
  /** Words before and after a convolution, their tags and attention, and the post's own numbers. */
  private readonly a: Float32Array
  private readonly b: Float32Array
  private readonly said: Float32Array
  private readonly pooled: Float32Array
  private readonly inner: Float32Array
  private readonly out: Float32Array

  constructor(file: ModelFile, kernel: Uint8Array) {
    const { hidden, heads, dilations } = file.header.net as {
      hidden: number
      heads: number
      dilations: number[]
    }
    this.hidden = hidden
    this.heads = heads
    this.dilations = dilations
    this.pad = Math.max(...dilations)
    this.vectors = new WordVectors(file, hidden)
    const rows = { convs: dilations.length * 3 * hidden, tag: hidden, dense: 3 * hidden, post: hidden }
    const across = { convs: hidden, tag: perWord, dense: hidden, post: heads }
    const weights = matrices.reduce((sum, name) => sum + rows[name] * wide(across[name]), 0)
    const memory = new KernelMemory(
      weights + 2 * (most + 2 * this.pad + 4) * (hidden + columns) + 16 * hidden + 4096,
    )
    this.layers = Object.fromEntries(
      matrices.map((name) => [
        name,
        {
          weights: memory.matrix(file.float32(`net.${name}`), rows[name], across[name]),
          bias: file.float32(`net.${name === 'convs' ? 'conv' : name}Bias`),
        },
      ]),
    ) as Matrices
    this.a = memory.block((most + 2 * this.pad + 2) * hidden)
    this.b = memory.block((most + 2) * hidden)
    this.said = memory.block((most + 2) * columns)
    this.pooled = memory.block(6 * hidden)
    this.inner = memory.block(2 * wide(hidden))
    this.out = memory.block(2 * wide(heads))
    this.multiplyAdd = memory.open(kernel)
  }

  read(text: ModelWords): NetReading {
    const words = Math.min(most, text.words.length)
    const { a, pad, hidden, inner } = this
    a.fill(0, 0, pad * hidden)
    for (let at = 0; at < words; at++) this.vectors.write(text, at, a, (pad + at) * hidden)
    a.fill(0, (pad + words) * hidden, (2 * pad + words + 2) * hidden)
    for (let layer = 0; layer < this.dilations.length; layer++) this.convolve(layer, words)
    const { tag, dense, post } = this.layers
    fill(this.said, tag.bias, columns, words + 1)
    this.multiplyAdd(this.wordsAt(0), words, hidden, tag.weights.byteOffset, columns, this.said.byteOffset)
    this.pool(words)
    fill(inner, dense.bias, wide(hidden), 2)
    this.multiplyAdd(
      this.pooled.byteOffset,
      2,
      hidden * 3,
      dense.weights.byteOffset,
      wide(hidden),
      inner.byteOffset,
    )
    for (let i = 0; i < inner.length; i++) if ((inner[i] as number) < 0) inner[i] = 0
    fill(this.out, post.bias, wide(this.heads), 2)
    this.multiplyAdd(
      inner.byteOffset,
      2,
      hidden,
      post.weights.byteOffset,
      wide(this.heads),
      this.out.byteOffset,
    )
    return {
      post: this.out.slice(0, this.heads),
      inner: inner.slice(0, hidden),
      tagLogits: this.tagLogits(words),
      words,
    }
  }

  private wordsAt(at: number): number {
    return this.a.byteOffset + (this.pad + at) * this.hidden * 4
  }

  /** h += relu(conv(h)), three taps `dilation` words apart. */
  private convolve(layer: number, words: number): void {
    const { a, b, hidden, pad } = this
    const { weights, bias } = this.layers.convs
    const dilation = this.dilations[layer] ?? 1
    fill(b, bias.subarray(layer * hidden, (layer + 1) * hidden), hidden, words + 1)
    for (let tap = 0; tap < 3; tap++) {
      const matrix = weights.byteOffset + (layer * 3 + tap) * hidden * hidden * 4
      this.multiplyAdd(this.wordsAt((tap - 1) * dilation), words, hidden, matrix, hidden, b.byteOffset)
    }
    const start = pad * hidden
    for (let i = 0; i < words * hidden; i++) {
      const value = b[i] as number
      if (value > 0) a[start + i] = (a[start + i] as number) + value
    }
  }

  private tagLogits(words: number): Float32Array {
    const logits = new Float32Array(words * tags.length)
    for (let at = 0; at < words; at++)
      for (let tag = 0; tag < tags.length; tag++)
        logits[at * tags.length + tag] = this.said[at * columns + tag] as number
    return logits
  }

  /** The highest value of each number over the words, then two means weighted by attention. */
  private pool(words: number): void {
    const { a, hidden, pooled, pad } = this
    pooled.fill(0)
    pooled.fill(words ? Number.NEGATIVE_INFINITY : 0, 0, hidden)
    for (let at = 0; at < words; at++) {
      const from = (pad + at) * hidden
      for (let i = 0; i < hidden; i++) {
        const value = a[from + i] as number
        if (value > (pooled[i] as number)) pooled[i] = value
      }
    }
    this.attend(tags.length, hidden, words)
    this.attend(tags.length + 1, 2 * hidden, words)
  }

  private attend(column: number, to: number, words: number): void {
    const { a, hidden, pooled, pad, said } = this
    let top = Number.NEGATIVE_INFINITY
    for (let at = 0; at < words; at++) top = Math.max(top, said[at * columns + column] as number)
    let total = 0
    for (let at = 0; at < words; at++) total += Math.exp((said[at * columns + column] as number) - top)
    for (let at = 0; at < words; at++) {
      const share = Math.exp((said[at * columns + column] as number) - top) / total
      const from = (pad + at) * hidden
      for (let i = 0; i < hidden; i++)
        pooled[to + i] = (pooled[to + i] as number) + share * (a[from + i] as number)
    }
  }
}

/** The first row set number by number, the others copied from it. */
function fill(block: Float32Array, bias: Float32Array, width: number, rows: number): void {
  for (let i = 0; i < width; i++) block[i] = i < bias.length ? (bias[i] as number) : 0
  for (let row = 1; row < rows; row++) block.copyWithin(row * width, 0, width)
}

const bound = 6

/** How clearly any word is an asserted event: the highest logit of `event` against all other tags, bounded. */
export function eventMargin({ tagLogits, words }: NetReading): number {
  let highest = -bound
  for (let at = 0; at < words; at++) {
    const from = at * tags.length
    let top = tagLogits[from] as number
    for (let tag = 2; tag < tags.length; tag++) top = Math.max(top, tagLogits[from + tag] as number)
    let rest = Math.exp((tagLogits[from] as number) - top)
    for (let tag = 2; tag < tags.length; tag++) rest += Math.exp((tagLogits[from + tag] as number) - top)
    highest = Math.max(highest, (tagLogits[from + 1] as number) - (top + Math.log(rest)))
  }
  return Math.min(bound, highest)
}
