import { openBundle } from '../src/bundle/archive.ts'
import { archiveFile, measure } from '../src/bundle/content.ts'
import {
  MANIFEST,
  MANIFEST_NOTE,
  manifestBytes,
  manifestNoteText,
  parseManifest,
} from '../src/bundle/manifest.ts'
import { bytesSource } from '../src/bundle/source.ts'
import { END_OF_ARCHIVE } from '../src/bundle/ustar.ts'
import { type NoteSigner, signNote } from '../src/index.ts'
import { collect } from './sample-log.ts'

export type FileMap = Map<string, Buffer>

export async function unpack(bundle: Uint8Array): Promise<FileMap> {
  const reader = await openBundle(bytesSource(bundle))
  const files: FileMap = new Map()
  for (const name of reader.names()) files.set(name, Buffer.from(await reader.read(name)))
  return files
}

export async function pack(files: FileMap): Promise<Buffer> {
  async function* chunks() {
    for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
      yield* archiveFile(name, bytes, await measure(name, bytes))
    }
    yield END_OF_ARCHIVE
  }
  return await collect(chunks())
}

/** What an insider can do who may export, but does not hold the log's key: change files, then a fitting manifest. */
export async function tamper(
  bundle: Uint8Array,
  edit: (files: FileMap) => void,
  signer?: NoteSigner,
): Promise<Buffer> {
  const files = await unpack(bundle)
  edit(files)
  const manifest = parseManifest(files.get(MANIFEST) as Buffer)
  manifest.files = {}
  for (const [name, bytes] of files) {
    if (name !== MANIFEST && name !== MANIFEST_NOTE) manifest.files[name] = await measure(name, bytes)
  }
  manifest.counts.openings = manifest.files['openings.jsonl']?.rows ?? 0
  manifest.counts.signatures = manifest.files['signatures.jsonl']?.rows ?? 0
  files.set(MANIFEST, Buffer.from(manifestBytes(manifest)))
  if (signer) {
    const note = signNote(manifestNoteText(manifest.origin, manifestBytes(manifest)), [signer])
    files.set(MANIFEST_NOTE, Buffer.from(note))
  }
  return await pack(files)
}

/** The one file whose name starts so. */
export function only(files: FileMap, start: string): string {
  const names = [...files.keys()].filter((name) => name.startsWith(start))
  if (names.length !== 1) throw new Error(`${names.length} files start with ${start}`)
  return names[0] as string
}
