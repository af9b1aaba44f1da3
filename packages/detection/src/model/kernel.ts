/** The part of WebAssembly that is used; the standard types come only with a browser's. */
type Memory = { buffer: ArrayBuffer }
type Wasm = {
  validate: (bytes: Uint8Array) => boolean
  Memory: new (size: { initial: number }) => Memory
  Module: new (bytes: Uint8Array) => object
  Instance: new (module: object, imports: { hark: { memory: Memory } }) => { exports: unknown }
}

/** What training/kernel/kernel.wat does: addresses in bytes, `n` numbers wide, a multiple of sixteen; `rows` at least one. */
export type Kernel = {
  /** out += a · w; `rows` are rounded up to two. */
  multiplyAdd: (a: number, rows: number, k: number, w: number, n: number, out: number) => void
  /** h += what is above zero of bias + scale · columns · (three taps of `a`, whole numbers, `step` bytes apart) · w. */
  convolve: (
    a: number,
    step: number,
    rows: number,
    k: number,
    w: number,
    n: number,
    scale: number,
    columns: number,
    bias: number,
    h: number,
  ) => void
  /** The highest of `n` numbers and zero. */
  largest: (a: number, n: number) => number
  /** out = scale · a, to the nearest whole number of sixteen bits. */
  toWhole: (a: number, scale: number, n: number, out: number) => void
  /** out = base + scale · row, a row of eight-bit numbers. */
  addScaled: (base: number, row: number, scale: number, n: number, out: number) => void
  /** out = keep · out + what of `a` is above zero. */
  addPositive: (a: number, keep: number, n: number, out: number) => void
  /** out = the highest of each column. */
  highest: (a: number, rows: number, n: number, out: number) => void
  /** Each of `rows` rows of out = row. */
  repeat: (row: number, rows: number, n: number, out: number) => void
}

const wasm = (globalThis as { WebAssembly?: Wasm }).WebAssembly

/** Whether this runtime can run the kernel: WebAssembly with 128-bit vectors. */
export const canRun = (kernel: Uint8Array): boolean => wasm?.validate(kernel) ?? false

const lanes = 16
export const wide = (columns: number): number => Math.ceil(columns / lanes) * lanes

/** Blocks of one memory that the kernel reads and writes: floats, sixteen bytes apart. */
export class KernelMemory {
  private readonly memory: Memory
  private used = 0

  constructor(floats: number) {
    if (!wasm) throw new Error('no WebAssembly here')
    this.memory = new wasm.Memory({ initial: Math.ceil((floats * 4) / 65_536) + 1 })
  }

  block(length: number): Float32Array {
    const block = new Float32Array(this.memory.buffer, this.used, length)
    this.used += Math.ceil(length / 4) * 16
    return block
  }

  /** A copy of these numbers, filled up with zeroes to the width the kernel works in. */
  row(values: Float32Array): Float32Array {
    const block = this.block(wide(values.length))
    block.set(values)
    return block
  }

  bytes(values: Int8Array): Int8Array {
    const block = new Int8Array(this.memory.buffer, this.used, values.length)
    block.set(values)
    this.used += Math.ceil(values.length / 16) * 16
    return block
  }

  /** A copy of these whole numbers of sixteen bits. */
  sixteen(values: Int16Array): Int16Array {
    const block = new Int16Array(this.memory.buffer, this.used, values.length)
    block.set(values)
    this.used += Math.ceil(values.length / 8) * 16
    return block
  }

  /** Rows widened by zeroes to the width the kernel works in. */
  matrix(values: Float32Array, rows: number, columns: number): Float32Array {
    const block = this.block(rows * wide(columns))
    for (let row = 0; row < rows; row++)
      block.set(values.subarray(row * columns, (row + 1) * columns), row * wide(columns))
    return block
  }

  open(kernel: Uint8Array): Kernel {
    if (!wasm) throw new Error('no WebAssembly here')
    const instance = new wasm.Instance(new wasm.Module(kernel), { hark: { memory: this.memory } })
    return instance.exports as Kernel
  }
}
