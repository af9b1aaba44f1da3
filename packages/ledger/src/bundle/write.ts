import { peekCheckpoint } from '../checkpoint.ts'
import { LedgerError } from '../errors.ts'
import { keyLabel, type NoteSigner } from '../note/keys.ts'
import { signNote } from '../note/note.ts'
import { type SignatureRecord, statementHash } from '../signature.ts'
import { archiveFile, type FileContent, measure } from './content.ts'
import { jsonLines } from './lines.ts'
import {
  checkpointFiles,
  completeLogFiles,
  type EntryReader,
  eventRuns,
  type Files,
  type Head,
  hashEntries,
  loadTree,
  type OpeningLookup,
  openingChunks,
  selectedEntryFiles,
  trailChunks,
} from './log-files.ts'
import {
  type FileFacts,
  MANIFEST,
  MANIFEST_NOTE,
  type Manifest,
  manifestBytes,
  manifestNoteText,
} from './manifest.ts'
import { END_OF_ARCHIVE } from './ustar.ts'

/** All a bundle is made from. Equal input gives equal bytes. */
export type BundleInput = {
  /** The newest checkpoint note, cosignatures included. */
  checkpoint: string
  /** Notes published earlier, any order: exports, anchors, witnesses. */
  earlierCheckpoints?: string[]
  entries: EntryReader
  /** Stored leaf hashes, to spare hashing every entry for a partial export. */
  leafHashes?: () => AsyncIterable<Uint8Array>
  /** Only these entries, each with its own proof; absent: the whole log up to the checkpoint. */
  selected?: number[]
  openings?: OpeningLookup
  signatures?: () => Iterable<SignatureRecord> | AsyncIterable<SignatureRecord>
  /** Further files, such as line-listing.csv or records.jsonl, covered by the manifest. */
  extra?: Record<string, FileContent>
  software: string
  requestedBy: string
  /** ISO instant; absent: the time of the newest entry in the bundle, so that the same query gives the same bytes. */
  generatedAt?: string
  /** Signs the manifest. An unsigned bundle verifies as incomplete. */
  signer?: NoteSigner
}

const reserved =
  /^(checkpoint|manifest\.json|manifest\.note|openings\.jsonl|signatures\.jsonl|trail\.csv)$|^(checkpoints|consistency|tile|entries|proofs)\//

/**
 * Streams a `hark-bundle-v1`: a deterministic ustar archive with names sorted and mtime 0. Throws
 * `bundle.bad_input` when the entries are not the tree of the checkpoint: no bundle leaves that would not verify.
 */
export async function* writeBundle(input: BundleInput): AsyncGenerator<Uint8Array> {
  const head = toHead(input.checkpoint)
  const selected = input.selected && [...new Set(input.selected)].sort((a, b) => a - b)
  const files = await layOut(input, head, selected)
  const facts = new Map<string, FileFacts>()
  for (const [name, content] of files) facts.set(name, await measure(name, content))
  const manifest = await describe(input, head, facts, selected)
  for (const [name, content] of manifestFiles(manifest, input.signer)) {
    files.set(name, content)
    facts.set(name, await measure(name, content))
  }
  for (const name of [...files.keys()].sort()) {
    yield* archiveFile(name, files.get(name) as FileContent, facts.get(name) as FileFacts)
  }
  yield END_OF_ARCHIVE
}

async function layOut(input: BundleInput, head: Head, selected?: number[]): Promise<Files> {
  const { entries } = input
  const tree = await loadTree(input.leafHashes?.() ?? hashEntries(entries(0, head.size)), head)
  const files = checkpointFiles((input.earlierCheckpoints ?? []).map(toHead), tree, head)
  const logFiles = selected
    ? await selectedEntryFiles(entries, tree, head, selected)
    : completeLogFiles(entries, tree)
  for (const [name, content] of logFiles) files.set(name, content)
  files.set('trail.csv', () => trailChunks(eventRuns(entries, head.size, selected)))
  files.set('openings.jsonl', () =>
    openingChunks(eventRuns(entries, head.size, selected), input.openings ?? (() => [])),
  )
  files.set('signatures.jsonl', () => jsonLines(checkedSignatures(input.signatures?.() ?? [])))
  for (const [name, content] of Object.entries(input.extra ?? {})) {
    if (reserved.test(name)) throw new LedgerError('bundle.bad_input', `${name} is the bundle's own name`)
    files.set(name, content)
  }
  return files
}

async function describe(
  input: BundleInput,
  head: Head,
  facts: Map<string, FileFacts>,
  selected?: number[],
): Promise<Manifest> {
  const names = [...facts.keys()]
  return {
    v: 1,
    type: 'hark-bundle-v1',
    origin: head.origin,
    range: selected
      ? { from: selected[0] ?? 0, to: (selected.at(-1) ?? -1) + 1 }
      : { from: 0, to: head.size },
    complete: !selected,
    counts: {
      entries: selected?.length ?? head.size,
      checkpoints: names.filter((name) => name.startsWith('checkpoint')).length,
      signatures: facts.get('signatures.jsonl')?.rows ?? 0,
      openings: facts.get('openings.jsonl')?.rows ?? 0,
    },
    files: Object.fromEntries(facts),
    software: input.software,
    generated_at: input.generatedAt ?? (await newestInstant(input, head, selected)),
    requested_by: input.requestedBy,
    ...(input.signer ? { signed_by: keyLabel(input.signer) } : {}),
  }
}

async function newestInstant(input: BundleInput, head: Head, selected?: number[]): Promise<string> {
  const last = selected ? selected.at(-1) : head.size - 1
  if (last === undefined || last < 0)
    throw new LedgerError('bundle.bad_input', 'an empty bundle needs a time')
  for await (const events of eventRuns(input.entries, head.size, [last])) {
    if (events[0]) return events[0].at
  }
  throw new LedgerError('bundle.bad_input', `no entry ${last}`)
}

function manifestFiles(manifest: Manifest, signer?: NoteSigner): Files {
  const bytes = manifestBytes(manifest)
  const files: Files = new Map([[MANIFEST, bytes]])
  if (signer) {
    files.set(MANIFEST_NOTE, Buffer.from(signNote(manifestNoteText(manifest.origin, bytes), [signer])))
  }
  return files
}

async function* checkedSignatures(
  records: Iterable<SignatureRecord> | AsyncIterable<SignatureRecord>,
): AsyncGenerator<SignatureRecord> {
  for await (const record of records) {
    statementHash(record.statement)
    yield record
  }
}

/** The writer does not judge signatures on checkpoints: the verifier, and its reader's own key, do. */
function toHead(note: string): Head {
  return { ...peekCheckpoint(note), signatures: [], note }
}
