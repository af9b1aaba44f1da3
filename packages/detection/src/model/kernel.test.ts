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
    memory.open(kernel)(inA.byteOffset, rows, k, inW.byteOffset, n, out.byteOffset)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < n; column++) {
        let sum = Math.fround(0.5)
        for (let p = 0; p < k; p++)
          sum = Math.fround(sum + Math.fround((a[row * k + p] ?? 0) * (w[p * n + column] ?? 0)))
        expect(out[row * n + column]).toBe(sum)
      }
  })

  test('what is no kernel is not run', () => {
    expect(canRun(kernel)).toBe(true)
    expect(canRun(kernel.subarray(0, 100))).toBe(false)
    expect(canRun(Buffer.from('not a kernel'))).toBe(false)
  })
})
