import type { BundleReader } from '../bundle/archive.ts'
import {
  decodeEntryBundle,
  entryBundles,
  TILE_WIDTH,
  type Tile,
  TileBuilder,
  tilePath,
} from '../bundle/tiles.ts'
import { sameBytes } from '../bytes.ts'
import { LedgerError } from '../errors.ts'
import { HASH_SIZE } from '../merkle/hash.ts'
import type { OpenedBundle } from './bundle-files.ts'
import { consistencyNames } from './bundle-heads.ts'
import type { Checklist } from './checklist.ts'
import type { Heads } from './heads.ts'
import type { StoredHashes } from './walk.ts'

const always = ['checkpoint', 'openings.jsonl', 'signatures.jsonl', 'trail.csv']
const logFile = /^(checkpoints|consistency|tile|entries|proofs)\//

/**
 * The files a bundle of this kind and size must hold, no more and no fewer, and the counts it claims. Nothing
 * sized by the bundle's own word is done before this holds.
 */
export function checkLayout({ reader, manifest }: OpenedBundle, heads: Heads, list: Checklist): boolean {
  const { size } = heads.newest
  const claimed = manifest.complete ? size : manifest.counts.entries
  if (manifest.complete && (manifest.range.from !== 0 || manifest.range.to !== size)) {
    list.fail('manifest', 'its range is not that of the checkpoint')
  }
  if (claimed !== manifest.counts.entries || claimed > reader.names().length * TILE_WIDTH) {
    list.fail('manifest', 'counts other entries than the checkpoint')
    return false
  }
  const earlier = heads.older.filter(({ check }) => check === 'earlier checkpoints')
  const expected = new Set([
    ...always,
    ...earlier.map((head) => `checkpoints/${head.size}`),
    ...consistencyNames(heads).map(({ name }) => name),
    ...(manifest.complete ? completeNames(size) : selectedNames(reader)),
  ])
  for (const name of expected) if (!reader.has(name)) list.fail('files', `${name} is missing`)
  const surplus = reader.names().filter((name) => logFile.test(name) && !expected.has(name))
  for (const name of surplus) list.fail('files', `${name} does not belong here`)
  checkCounts(manifest, earlier.length + 1, list)
  return [...expected].every((name) => reader.has(name))
}

function checkCounts(
  { counts, files }: OpenedBundle['manifest'],
  checkpoints: number,
  list: Checklist,
): void {
  const openings = files['openings.jsonl']?.rows
  const signatures = files['signatures.jsonl']?.rows
  if (
    counts.checkpoints !== checkpoints ||
    counts.openings !== openings ||
    counts.signatures !== signatures
  ) {
    list.fail('manifest', 'its counts are not those of its files')
  }
}

function completeNames(size: number): string[] {
  const names = [...entryBundles(size)].map(({ path }) => path)
  for (let level = 0, width = size; width > 0; level++, width = Math.floor(width / TILE_WIDTH)) {
    for (let index = 0; index * TILE_WIDTH < width; index++) {
      const hashes = new Array(Math.min(TILE_WIDTH, width - index * TILE_WIDTH))
      names.push(tilePath({ level, index, hashes }))
    }
  }
  return names
}

function selectedNames(reader: BundleReader): string[] {
  return reader
    .names()
    .map((name) => /^(?:entries\/(0|[1-9][0-9]*)\.json|proofs\/(0|[1-9][0-9]*)\.tlog-proof)$/.exec(name))
    .flatMap((match) =>
      match ? [`entries/${match[1] ?? match[2]}.json`, `proofs/${match[1] ?? match[2]}.tlog-proof`] : [],
    )
}

/** Entries of a complete bundle, one entry bundle in memory at a time. */
export async function* bundleEntries(reader: BundleReader, size: number): AsyncGenerator<Uint8Array> {
  for (const { path, from, to } of entryBundles(size)) {
    const entries = decodeEntryBundle(await reader.read(path))
    if (entries.length !== to - from)
      throw new LedgerError('bundle.malformed', `${path} holds ${entries.length} entries`)
    yield* entries
  }
}

/** Compares each leaf with its tile, and each tile above with the tiles below it. */
export function tileHashes(reader: BundleReader, size: number, list: Checklist): StoredHashes {
  const builder = new TileBuilder()
  let current: Uint8Array = new Uint8Array(0)
  async function compareUpper(tiles: Tile[]): Promise<void> {
    for (const tile of tiles.filter(({ level }) => level > 0)) {
      const path = tilePath(tile)
      const fits = sameBytes(Buffer.concat(tile.hashes), await reader.read(path))
      if (!fits) list.fail('stored hashes', `${path} is not the hash of the tiles below it`)
    }
  }
  return {
    async see(index, leaf) {
      const slot = index % TILE_WIDTH
      if (slot === 0) current = await reader.read(leafTilePath(index, size))
      await compareUpper(builder.append(leaf))
      const last = slot === TILE_WIDTH - 1 || index === size - 1
      const stored = current.subarray(slot * HASH_SIZE, last ? undefined : (slot + 1) * HASH_SIZE)
      return sameBytes(stored, leaf)
    },
    async finish() {
      await compareUpper(builder.finish())
      return true
    },
  }
}

function leafTilePath(index: number, size: number): string {
  const tile = Math.floor(index / TILE_WIDTH)
  return tilePath({
    level: 0,
    index: tile,
    hashes: new Array(Math.min(TILE_WIDTH, size - tile * TILE_WIDTH)),
  })
}
