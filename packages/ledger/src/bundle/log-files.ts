import { sameBytes } from '../bytes.ts'
import type { OpenCheckpoint } from '../checkpoint.ts'
import type { LedgerEvent } from '../entry.ts'
import { LedgerError } from '../errors.ts'
import { leafHash } from '../merkle/hash.ts'
import { MerkleTree } from '../merkle/tree.ts'
import { trailHeader, trailRow } from '../trail.ts'
import type { FileContent } from './content.ts'
import { jsonLines } from './lines.ts'
import { type Opening, openingLines } from './opening.ts'
import { formatHashLines, formatProofFile } from './proof-file.ts'
import { encodeEntryBundle, entryBundles, TileBuilder, tilePath } from './tiles.ts'

/** Entry bytes [from, to) of the log, in order; called more than once and must answer the same. */
export type EntryReader = (from: number, to: number) => AsyncIterable<Uint8Array>

/** Finds openings for some events; called more than once. Fields it leaves out are marked withheld. */
export type OpeningLookup = (events: LedgerEvent[]) => Opening[] | Promise<Opening[]>

export type Files = Map<string, FileContent>
export type Head = OpenCheckpoint & { note: string }

/** Hashes the log up to `head`; throws `bundle.bad_input` when it does not give the root that was signed. */
export async function loadTree(
  leaves: AsyncIterable<Uint8Array>,
  head: { size: number; root: Uint8Array },
): Promise<MerkleTree> {
  const tree = new MerkleTree()
  for await (const leaf of leaves) tree.append(leaf)
  if (tree.size !== head.size || !sameBytes(tree.root(), head.root)) {
    throw new LedgerError('bundle.bad_input', 'these entries are not the tree of the checkpoint')
  }
  return tree
}

export async function* hashEntries(entries: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const entry of entries) yield leafHash(entry)
}

/** Every entry and every hash of the log, as C2SP tlog-tiles. */
export function completeLogFiles(entries: EntryReader, tree: MerkleTree): Files {
  const files: Files = new Map()
  for (const { path, from, to } of entryBundles(tree.size)) {
    files.set(path, async function* () {
      yield encodeEntryBundle(await collect(entries(from, to)))
    })
  }
  const builder = new TileBuilder()
  for (let index = 0; index < tree.size; index++) {
    for (const tile of builder.append(tree.node({ level: 0, index }))) {
      files.set(tilePath(tile), Buffer.concat(tile.hashes))
    }
  }
  for (const tile of builder.finish()) files.set(tilePath(tile), Buffer.concat(tile.hashes))
  return files
}

/** Some entries, each with its own proof: a case file that reveals nothing else of the log. */
export async function selectedEntryFiles(
  entries: EntryReader,
  tree: MerkleTree,
  head: Head,
  selected: readonly number[],
): Promise<Files> {
  const files: Files = new Map()
  for (const seq of selected) {
    const [bytes] = await collect(entries(seq, seq + 1))
    if (!bytes) throw new LedgerError('bundle.bad_input', `no entry ${seq}`)
    const proof = { index: seq, hashes: tree.inclusionProof(seq), checkpoint: head.note }
    files.set(`entries/${seq}.json`, bytes)
    files.set(`proofs/${seq}.tlog-proof`, Buffer.from(formatProofFile(proof)))
  }
  return files
}

/** Earlier checkpoints and the proofs that each is a prefix of the next, up to `head`. */
export function checkpointFiles(earlier: readonly Head[], tree: MerkleTree, head: Head): Files {
  const files: Files = new Map([['checkpoint', Buffer.from(head.note)]])
  const older = earlier.filter(({ size }) => size > 0 && size < head.size).sort((a, b) => a.size - b.size)
  older.forEach((checkpoint, i) => {
    const next = older[i + 1] ?? head
    files.set(`checkpoints/${checkpoint.size}`, Buffer.from(checkpoint.note))
    const proof = tree.consistencyProof(checkpoint.size, next.size)
    files.set(`consistency/${checkpoint.size}-${next.size}`, Buffer.from(formatHashLines(proof)))
  })
  return files
}

/** trail.csv over runs of entries. */
export async function* trailChunks(runs: AsyncIterable<LedgerEvent[]>): AsyncGenerator<Uint8Array> {
  yield Buffer.from(trailHeader)
  for await (const events of runs) yield Buffer.from(events.map(trailRow).join(''))
}

/** openings.jsonl: one line for every private field of the entries in the bundle. */
export async function* openingChunks(
  runs: AsyncIterable<LedgerEvent[]>,
  lookup: OpeningLookup,
): AsyncGenerator<Uint8Array> {
  for await (const events of runs) yield* jsonLines(openingLines(events, await lookup(events)))
}

/** The bundle's entries as events, some hundred at a time. */
export async function* eventRuns(
  entries: EntryReader,
  size: number,
  selected?: readonly number[],
): AsyncGenerator<LedgerEvent[]> {
  if (selected) {
    for (const seq of selected) yield (await collect(entries(seq, seq + 1))).map(toEvent)
    return
  }
  for (const { from, to } of entryBundles(size)) yield (await collect(entries(from, to))).map(toEvent)
}

/** Plainly read: the root over these bytes has been compared with the checkpoint before. */
function toEvent(bytes: Uint8Array): LedgerEvent {
  return JSON.parse(Buffer.from(bytes).toString('utf8'))
}

async function collect(items: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const all: Uint8Array[] = []
  for await (const item of items) all.push(item)
  return all
}
