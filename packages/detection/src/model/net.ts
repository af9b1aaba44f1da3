import { Convolutions } from './convolutions.ts'
import { type Kernel, KernelMemory, wide } from './kernel.ts'
import type { ModelFile } from './model-file.ts'
import type { ModelWords } from './model-words.ts'
import { WordVectors } from './word-vectors.ts'

export const tags = ['none', 'event', 'negated', 'supposed', 'indication', 'patient'] as const

/** What the net says of a post and of each of its words (row-major, the first of `tagColumns` numbers a word, in the order of `tags`). */
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
export const tagColumns = columns
const matrices = ['tag', 'dense', 'post'] as const
type Matrices = Record<(typeof matrices)[number], { weights: Float32Array; bias: Float32Array }>

/**
 * The small net: a vector for each word and its rule channels, convolutions over neighbours, a tag for every word and heads for
 * the post. Runs in WebAssembly, every sum in a fixed order: the same bits on every machine, no native code.
 */
export class NetModel {
  private readonly hidden: number
  private readonly heads: number
  private readonly vectors: WordVectors
  private readonly convolutions: Convolutions
  private readonly kernel: Kernel
  private readonly layers: Matrices
  /** The words, their tags and attention, and the post's own numbers. */
  private readonly a: Float32Array
  private readonly said: Float32Array
  private readonly shares: Float32Array
  private readonly pooled: Float32Array
  private readonly inner: Float32Array
  private readonly out: Float32Array

  constructor(file: ModelFile, kernel: Uint8Array) {
    const { hidden, heads } = file.header.net as { hidden: number; heads: number }
    this.hidden = hidden
    this.heads = heads
    const rows = { tag: hidden, dense: 3 * hidden, post: hidden }
    const across = { tag: perWord, dense: hidden, post: heads }
    const weights = matrices.reduce((sum, name) => sum + rows[name] * wide(across[name]), 0)
    const memory = new KernelMemory(
      WordVectors.floatsOf(file, hidden) +
        Convolutions.floatsOf(file, hidden, most) +
        weights +
        (most + 4) * (hidden + columns) +
        24 * hidden +
        8192,
    )
    this.vectors = new WordVectors(file, hidden, memory)
    this.convolutions = new Convolutions(file, hidden, most, memory)
    this.layers = Object.fromEntries(
      matrices.map((name) => [
        name,
        {
          weights: memory.matrix(file.float32(`net.${name}`), rows[name], across[name]),
          bias: memory.row(file.float32(`net.${name}Bias`)),
        },
      ]),
    ) as Matrices
    this.a = memory.block((most + 2) * hidden)
    this.said = memory.block((most + 2) * columns)
    this.shares = memory.block(2 * most)
    this.pooled = memory.block(6 * hidden)
    this.inner = memory.block(2 * wide(hidden))
    this.out = memory.block(2 * wide(heads))
    this.kernel = memory.open(kernel)
  }

  read(text: ModelWords): NetReading {
    const words = Math.min(most, text.words.length)
    const { hidden, kernel, inner, out } = this
    const first = this.a.byteOffset
    for (let at = 0; at < words; at++) this.vectors.write(text, at, kernel, first + at * hidden * 4)
    if (words > 0) kernel.addPositive(first, 0, words * hidden, first)
    this.convolutions.run(kernel, first, words)
    this.product('tag', first, words, hidden, columns, this.said)
    this.pool(words)
    this.product('dense', this.pooled.byteOffset, 2, hidden * 3, wide(hidden), inner)
    kernel.addPositive(inner.byteOffset, 0, inner.length, inner.byteOffset)
    this.product('post', inner.byteOffset, 2, hidden, wide(this.heads), out)
    return {
      post: out.slice(0, this.heads),
      inner: inner.slice(0, hidden),
      tagLogits: this.said.slice(0, words * columns),
      words,
    }
  }

  /** out = a · weights + bias, for one of the plain layers. */
  private product(
    name: 'tag' | 'dense' | 'post',
    a: number,
    rows: number,
    k: number,
    n: number,
    out: Float32Array,
  ): void {
    const { weights, bias } = this.layers[name]
    if (rows === 0) return
    this.kernel.repeat(bias.byteOffset, rows + (rows % 2), n, out.byteOffset)
    this.kernel.multiplyAdd(a, rows, k, weights.byteOffset, n, out.byteOffset)
  }

  /** The highest value of each number over the words, then two means weighted by attention. */
  private pool(words: number): void {
    const { hidden, pooled, shares, kernel } = this
    const first = this.a.byteOffset
    pooled.fill(0)
    if (words === 0) return
    kernel.highest(first, words, hidden, pooled.byteOffset)
    this.attend(tags.length, 0, words)
    this.attend(tags.length + 1, words, words)
    kernel.multiplyAdd(shares.byteOffset, 2, words, first, hidden, pooled.byteOffset + hidden * 4)
  }

  /** Shares of the words by the attention in one column, from `to` on. */
  private attend(column: number, to: number, words: number): void {
    const { said, shares } = this
    let top = Number.NEGATIVE_INFINITY
    for (let at = 0; at < words; at++) top = Math.max(top, said[at * columns + column] as number)
    let total = 0
    for (let at = 0; at < words; at++) {
      const power = Math.exp((said[at * columns + column] as number) - top)
      shares[to + at] = power
      total += power
    }
    for (let at = to; at < to + words; at++) shares[at] = (shares[at] as number) / total
  }
}

const bound = 6

/** How clearly any word is an asserted event: the highest logit of `event` against all other tags, bounded. */
export function eventMargin({ tagLogits, words }: NetReading): number {
  let highest = -bound
  for (let at = 0; at < words; at++) {
    const from = at * columns
    let top = tagLogits[from] as number
    for (let tag = 2; tag < tags.length; tag++) top = Math.max(top, tagLogits[from + tag] as number)
    let rest = Math.exp((tagLogits[from] as number) - top)
    for (let tag = 2; tag < tags.length; tag++) rest += Math.exp((tagLogits[from + tag] as number) - top)
    highest = Math.max(highest, (tagLogits[from + 1] as number) - (top + Math.log(rest)))
  }
  return Math.min(bound, highest)
}
