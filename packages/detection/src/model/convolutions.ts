import type { Kernel, KernelMemory } from './kernel.ts'
import type { ModelFile } from './model-file.ts'

const taps = 3
/** The largest whole number of sixteen bits. */
const full = 32_767
/** Of one column all weights together: times the largest number it stays within 32 bits, rounding included. */
const mostTogether = 65_000

type Layer = { dilation: number; weights: Int16Array; columns: Float32Array; bias: Float32Array }

/**
 * The convolutions over neighbouring words: h += relu(conv(h)), three taps `dilation` words apart. Weights and words are rounded to sixteen
 * bits, each column of weights and each text by a scale of its own, and multiplied as whole numbers: twice as fast as floats.
 */
export class Convolutions {
  /** Words before and after a text that count as nothing. */
  private readonly pad: number
  private readonly hidden: number
  private readonly layers: readonly Layer[]
  private readonly rounded: Int16Array

  constructor(file: ModelFile, hidden: number, most: number, memory: KernelMemory) {
    const [weights, bias] = [file.float32('net.convs'), file.float32('net.convBias')]
    const dilations = dilationsOf(file)
    this.hidden = hidden
    this.pad = Math.max(...dilations)
    this.layers = dilations.map((dilation, layer) => {
      const size = taps * hidden * hidden
      const own = weights.subarray(layer * size, (layer + 1) * size)
      const { whole, columns } = rounded(own, hidden)
      return {
        dilation,
        weights: memory.sixteen(whole),
        columns: memory.row(columns),
        bias: memory.row(bias.subarray(layer * hidden, (layer + 1) * hidden)),
      }
    })
    // One word more: they are worked on by two.
    this.rounded = memory.sixteen(new Int16Array((most + 2 * this.pad + 1) * hidden))
  }

  /** Floats of memory that the convolutions of a file take, for texts of `most` words. */
  static floatsOf(file: ModelFile, hidden: number, most: number): number {
    const words = most + 2 * Math.max(...dilationsOf(file)) + 1
    return (file.float32('net.convs').length + words * hidden) / 2 + 3 * file.float32('net.convBias').length
  }

  /** `at`: the address of the first word's numbers, none of them below zero. */
  run(kernel: Kernel, at: number, words: number): void {
    const { hidden, pad } = this
    if (words === 0) return
    const from = pad * hidden
    this.rounded.fill(0, from + words * hidden, from + (words + pad + 1) * hidden)
    for (const { dilation, weights, columns, bias } of this.layers) {
      const largest = kernel.largest(at, words * hidden)
      if (largest > 0) kernel.toWhole(at, full / largest, words * hidden, this.address(0))
      else this.rounded.fill(0)
      kernel.convolve(
        this.address(-dilation),
        dilation * hidden * 2,
        words,
        hidden,
        weights.byteOffset,
        hidden,
        largest / full,
        columns.byteOffset,
        bias.byteOffset,
        at,
      )
    }
  }

  private address(word: number): number {
    return this.rounded.byteOffset + (this.pad + word) * this.hidden * 2
  }
}

const dilationsOf = (file: ModelFile): number[] => (file.header.net as { dilations: number[] }).dilations

/** Weights (tap and input by output) as whole numbers, two inputs side by side, and what one of them is worth in each column. */
function rounded(weights: Float32Array, hidden: number): { whole: Int16Array; columns: Float32Array } {
  const inputs = taps * hidden
  const whole = new Int16Array(inputs * hidden)
  const columns = new Float32Array(hidden)
  for (let column = 0; column < hidden; column++) {
    let together = 0
    let largest = 0
    for (let input = 0; input < inputs; input++) {
      const weight = Math.abs(weights[input * hidden + column] as number)
      together += weight
      largest = Math.max(largest, weight)
    }
    const scale = largest > 0 ? Math.min(full / largest, mostTogether / together) : 1
    columns[column] = 1 / scale
    for (let input = 0; input < inputs; input++)
      whole[((input >> 1) * hidden + column) * 2 + (input & 1)] = Math.round(
        (weights[input * hidden + column] as number) * scale,
      )
  }
  return { whole, columns }
}
