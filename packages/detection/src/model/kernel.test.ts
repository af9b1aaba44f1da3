import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { canRun, KernelMemory } from './kernel.ts'
import { modelFolder } from './model-file.ts'

const kernel = readFileSync(join(modelFolder, 'kernel.wasm'))

describe('the kernel', () => {
  test.each([
    [1, 16, 16],
    [2, 64, 64],
    [7, 64, 16],
    [31, 192, 64],
  ])('adds a product of %i x %i by %i numbers, as written out', (rows, k, n) => {
    const even = rows + (rows % 2)
    const memory = new KernelMemory(even * k + k * n + even * n + 64)
    const a = Float32Array.from({ length: even * k }, (_, i) => Math.sin(i))
    const w = Float32Array.from({ length: k * n }, (_, i) => Math.cos(i * 3))
    const inA = memory.block(even * k)
    const inW = memory.block(k * n)
    const out = memory.block(even * n)
    inA.set(a)
    inW.set(w)
    out.fill(0.5)
    memory.open(kernel).multiplyAdd(inA.byteOffset, rows, k, inW.byteOffset, n, out.byteOffset)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < n; column++) {
        let sum = Math.fround(0.5)
        for (let p = 0; p < k; p++)
          sum = Math.fround(sum + Math.fround((a[row * k + p] ?? 0) * (w[p * n + column] ?? 0)))
        expect(out[row * n + column]).toBe(sum)
      }
  })

  const some = (length: number, phase = 0) => Float32Array.from({ length }, (_, i) => Math.sin(i * 7 + phase))

  test('adds a scaled row of eight-bit numbers', () => {
    const memory = new KernelMemory(256)
    const base = memory.row(some(32))
    const row = memory.bytes(Int8Array.from({ length: 32 }, (_, i) => i * 8 - 128))
    const out = memory.block(32)
    const scale = Math.fround(0.013)
    memory.open(kernel).addScaled(base.byteOffset, row.byteOffset, scale, 32, out.byteOffset)
    for (let i = 0; i < 32; i++)
      expect(out[i]).toBe(Math.fround((base[i] ?? 0) + Math.fround((row[i] ?? 0) * scale)))
  })

  test.each([0, 1])('adds what is above zero, keeping %i of what was there', (keep) => {
    const memory = new KernelMemory(256)
    const [a, out] = [memory.row(some(48)), memory.row(some(48, 2))]
    const before = Float32Array.from(out)
    memory.open(kernel).addPositive(a.byteOffset, keep, 48, out.byteOffset)
    for (let i = 0; i < 48; i++)
      expect(out[i]).toBe(Math.fround(keep * (before[i] ?? 0) + Math.max(0, a[i] ?? 0)))
  })

  test.each([1, 2, 5])('convolves %i words in whole numbers, as written out', (rows) => {
    const [k, n, step] = [16, 32, 2]
    const memory = new KernelMemory(16_384)
    const numbers = (length: number, size: number, phase: number) =>
      Int16Array.from({ length }, (_, i) => Math.round(Math.sin(i * 5 + phase) * size))
    const a = memory.sixteen(numbers((rows + 2 * step + 1) * k, 32_767, 0))
    const w = memory.sixteen(numbers(3 * k * n, 1_000, 1))
    const [columns, bias, h] = [memory.row(some(n)), memory.row(some(n, 1)), memory.row(some((rows + 1) * n))]
    const before = Float32Array.from(h)
    const scale = Math.fround(3e-7)
    memory
      .open(kernel)
      .convolve(
        a.byteOffset,
        step * k * 2,
        rows,
        k,
        w.byteOffset,
        n,
        scale,
        columns.byteOffset,
        bias.byteOffset,
        h.byteOffset,
      )
    for (let row = 0; row < rows; row++)
      for (let j = 0; j < n; j++) {
        let sum = 0
        for (let tap = 0; tap < 3; tap++)
          for (let p = 0; p < k; p++)
            sum +=
              (a[(row + tap * step) * k + p] ?? 0) * (w[((((tap * k + p) >> 1) * n + j) << 1) + (p & 1)] ?? 0)
        const said = Math.fround(Math.fround(scale * (columns[j] ?? 0)) * Math.fround(sum))
        const value = Math.max(0, Math.fround((bias[j] ?? 0) + said))
        expect(h[row * n + j]).toBe(Math.fround((before[row * n + j] ?? 0) + value))
      }
    expect(h.subarray(rows * n)).toEqual(before.subarray(rows * n))
  })

  test('rounds to whole numbers of sixteen bits, and finds the largest, never less than zero', () => {
    const memory = new KernelMemory(256)
    const a = memory.row(some(48))
    const out = memory.sixteen(new Int16Array(48))
    const { largest, toWhole } = memory.open(kernel)
    toWhole(a.byteOffset, 40_000, 48, out.byteOffset)
    const whole = (value: number) => Math.max(-32_768, Math.min(32_767, value))
    for (let i = 0; i < 48; i++)
      expect(Math.abs((out[i] ?? 0) - whole(Math.fround((a[i] ?? 0) * 40_000)))).toBeLessThanOrEqual(0.5)
    expect(largest(a.byteOffset, 48)).toBe(Math.max(...a))
    expect(largest(memory.row(some(16).map((value) => -Math.abs(value))).byteOffset, 16)).toBe(0)
  })

  test.each([1, 2, 9])('finds the highest of %i rows, and repeats one as often', (rows) => {
    const memory = new KernelMemory(1024)
    const a = memory.row(some(rows * 16))
    const [top, copies] = [memory.block(16), memory.block(rows * 16 + 16)]
    const { highest, repeat } = memory.open(kernel)
    highest(a.byteOffset, rows, 16, top.byteOffset)
    const column = (j: number) => Array.from({ length: rows }, (_, i) => a[i * 16 + j] ?? 0)
    for (let j = 0; j < 16; j++) expect(top[j]).toBe(Math.max(...column(j)))
    repeat(top.byteOffset, rows, 16, copies.byteOffset)
    for (let i = 0; i < rows * 16; i++) expect(copies[i]).toBe(top[i % 16])
    expect(copies.subarray(rows * 16).every((value) => value === 0)).toBe(true)
  })

  test('what is no kernel is not run', () => {
    expect(canRun(kernel)).toBe(true)
    expect(canRun(kernel.subarray(0, 100))).toBe(false)
    expect(canRun(Buffer.from('not a kernel'))).toBe(false)
  })
})
