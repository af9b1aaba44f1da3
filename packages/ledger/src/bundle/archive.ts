import { decodeUtf8 } from '../bytes.ts'
import { LedgerError } from '../errors.ts'
import type { BundleSource } from './source.ts'
import { BLOCK, paddingAfter, readUstarHeader } from './ustar.ts'

const CHUNK = 64 * 1024
/** The largest file read whole (the manifest, a tile); larger ones are streamed. */
const MAX_WHOLE = 256 * 1024 * 1024

/** The files of a bundle by name. Only names and places are held in memory. */
export type BundleReader = {
  names(): string[]
  has(name: string): boolean
  size(name: string): number
  read(name: string): Promise<Uint8Array>
  /** The file as UTF-8; malformed bytes are refused, not replaced. */
  text(name: string): Promise<string>
  stream(name: string): AsyncGenerator<Uint8Array>
}

type Place = { offset: number; size: number }

/**
 * Indexes a bundle. Throws `bundle.malformed` unless it is exactly what the writer makes: canonical headers, names
 * ascending and unique, zero padding, two zero blocks, nothing after them.
 */
export async function openBundle(source: BundleSource): Promise<BundleReader> {
  const places = await indexArchive(source)
  const place = (name: string): Place => {
    const found = places.get(name)
    if (!found) throw malformed(`no file ${name}`)
    return found
  }
  const read = async (name: string) => {
    const { offset, size } = place(name)
    if (size > MAX_WHOLE) throw malformed(`${name} is too large`)
    return await readExactly(source, offset, size)
  }
  return {
    names: () => [...places.keys()],
    has: (name) => places.has(name),
    size: (name) => place(name).size,
    read,
    text: async (name) => readText(name, await read(name)),
    async *stream(name) {
      const { offset, size } = place(name)
      for (let at = 0; at < size; at += CHUNK) {
        yield await readExactly(source, offset + at, Math.min(CHUNK, size - at))
      }
    },
  }
}

function readText(name: string, bytes: Uint8Array): string {
  try {
    return decodeUtf8(bytes)
  } catch {
    throw malformed(`${name} is not UTF-8`)
  }
}

async function indexArchive(source: BundleSource): Promise<Map<string, Place>> {
  const places = new Map<string, Place>()
  let previous = ''
  let offset = 0
  for (;;) {
    const block = await readExactly(source, offset, BLOCK)
    if (block.every((byte) => byte === 0)) break
    const header = readUstarHeader(block)
    if (!header || header.name <= previous) throw malformed(`bad header at byte ${offset}`)
    previous = header.name
    places.set(header.name, { offset: offset + BLOCK, size: header.size })
    offset = await skipPadding(source, offset + BLOCK + header.size, header.size)
  }
  const rest = await readExactly(source, offset, 2 * BLOCK)
  if (source.size !== offset + 2 * BLOCK || rest.some((byte) => byte !== 0)) throw malformed('bad end')
  return places
}

async function skipPadding(source: BundleSource, end: number, size: number): Promise<number> {
  const padding = await readExactly(source, end, paddingAfter(size))
  if (padding.some((byte) => byte !== 0)) throw malformed(`bad padding at byte ${end}`)
  return end + padding.length
}

async function readExactly(source: BundleSource, offset: number, length: number): Promise<Uint8Array> {
  const bytes = offset + length <= source.size ? await source.read(offset, length) : new Uint8Array(0)
  if (bytes.length !== length) throw malformed(`ends early at byte ${offset}`)
  return bytes
}

function malformed(what: string): LedgerError {
  return new LedgerError('bundle.malformed', `not a hark-bundle-v1 archive: ${what}`)
}
