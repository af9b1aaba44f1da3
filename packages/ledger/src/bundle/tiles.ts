import { LedgerError } from '../errors.ts'
import { treeRoot } from '../merkle/tree.ts'

/** C2SP tlog-tiles: 256 hashes a tile, 256 entries a bundle. */
export const TILE_WIDTH = 256

export type Tile = { level: number; index: number; hashes: Uint8Array[] }

/** Builds tiles while leaves stream past; holds at most 255 hashes a level. */
export class TileBuilder {
  #pending: Uint8Array[][] = []
  #next: number[] = []

  /** Appends a leaf hash; returns the tiles it filled. */
  append(leaf: Uint8Array): Tile[] {
    return this.#push(0, leaf)
  }

  /** The partial tiles at the right edge, lowest level first. A partial tile is not hashed into the level above. */
  finish(): Tile[] {
    return this.#pending
      .map((hashes, level) => ({ level, index: this.#next[level] ?? 0, hashes }))
      .filter((tile) => tile.hashes.length > 0)
  }

  #push(level: number, hash: Uint8Array): Tile[] {
    const hashes = this.#pending[level] ?? []
    hashes.push(hash)
    this.#pending[level] = hashes
    if (hashes.length < TILE_WIDTH) return []
    const index = this.#next[level] ?? 0
    this.#next[level] = index + 1
    this.#pending[level] = []
    return [{ level, index, hashes }, ...this.#push(level + 1, treeRoot(hashes))]
  }
}

/** `tile/<L>/<N>[.p/<W>]` */
export function tilePath({ level, index, hashes }: Tile): string {
  return `tile/${level}/${tileName(index, hashes.length)}`
}

/** `tile/entries/<N>[.p/<W>]` */
export function entryBundlePath(index: number, width: number): string {
  return `tile/entries/${tileName(index, width)}`
}

/** First and past-last entry of each entry bundle of a log of `size`. */
export function* entryBundles(size: number): Generator<{ path: string; from: number; to: number }> {
  for (let from = 0, index = 0; from < size; from += TILE_WIDTH, index++) {
    const to = Math.min(from + TILE_WIDTH, size)
    yield { path: entryBundlePath(index, to - from), from, to }
  }
}

/** Entries one after another, each behind its big-endian uint16 length. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(entries.flatMap((entry) => [lengthPrefix(entry.length), entry]))
}

/** Throws `bundle.malformed` when lengths do not add up. */
export function decodeEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const length = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0)
    const entry = bytes.subarray(at + 2, at + 2 + length)
    if (at + 2 + length > bytes.length) throw new LedgerError('bundle.malformed', 'entry bundle ends early')
    entries.push(entry)
    at += 2 + length
  }
  return entries
}

function tileName(index: number, width: number): string {
  const digits = String(index).padStart(Math.ceil(String(index).length / 3) * 3, '0')
  const groups = digits.match(/[0-9]{3}/g) as string[]
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return width === TILE_WIDTH ? path : `${path}.p/${width}`
}

function lengthPrefix(length: number): Uint8Array {
  return Buffer.of(length >> 8, length & 0xff)
}
