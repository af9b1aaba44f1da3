import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A named block of numbers in a trained file. */
type Section = { name: string; type: 'int8' | 'int16' | 'int32' | 'float32'; shape: number[]; offset: number }

/** `NAME.json` describes `NAME.bin`: figures and settings, and the blocks with their offsets in bytes. */
export type ModelHeader = { sections: Section[] } & Record<string, unknown>

const arrays = { int8: Int8Array, int16: Int16Array, int32: Int32Array, float32: Float32Array } as const

export type ModelFile = {
  header: ModelHeader
  int8: (name: string) => Int8Array
  int16: (name: string) => Int16Array
  int32: (name: string) => Int32Array
  float32: (name: string) => Float32Array
}

/** Parses one trained file; throws where a block is missing or of another type, so that a torn file never half-loads. */
export function readModelFile(json: string, bytes: Buffer): ModelFile {
  const header = JSON.parse(json) as ModelHeader
  // A copy, since a pooled buffer need not be aligned for 32-bit numbers.
  const memory = new Uint8Array(bytes).buffer
  const block = <T extends keyof typeof arrays>(name: string, type: T) => {
    const found = header.sections.find((section) => section.name === name)
    if (found?.type !== type) throw new Error(`trained file: no ${type} block ${name}`)
    const length = found.shape.reduce((product, side) => product * side, 1)
    return new arrays[type](memory, found.offset, length) as InstanceType<(typeof arrays)[T]>
  }
  return {
    header,
    int8: (name) => block(name, 'int8') as Int8Array,
    int16: (name) => block(name, 'int16') as Int16Array,
    int32: (name) => block(name, 'int32') as Int32Array,
    float32: (name) => block(name, 'float32') as Float32Array,
  }
}

export const modelFolder = join(import.meta.dirname, '../../data/model')

/** Reads `NAME.json` and `NAME.bin` of the shipped model; `read` sees every byte, for the model id. */
export function loadModelFile(
  name: string,
  read: (path: string) => Buffer = (path) => readFileSync(join(modelFolder, path)),
): ModelFile {
  return readModelFile(read(`${name}.json`).toString('utf8'), read(`${name}.bin`))
}
