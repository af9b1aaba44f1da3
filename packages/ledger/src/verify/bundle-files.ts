import { type BundleReader, openBundle } from '../bundle/archive.ts'
import { measureChunks } from '../bundle/content.ts'
import {
  MANIFEST,
  MANIFEST_NOTE,
  type Manifest,
  manifestNoteText,
  parseManifest,
} from '../bundle/manifest.ts'
import type { BundleSource } from '../bundle/source.ts'
import { keyLabel } from '../note/keys.ts'
import { openNote, splitNote } from '../note/note.ts'
import type { Checklist } from './checklist.ts'
import { messageOf } from './heads.ts'
import type { SealKeys } from './rules/seal-keys.ts'

export type OpenedBundle = { reader: BundleReader; manifest: Manifest; manifestBytes: Uint8Array }

/** Opens the archive and its manifest, and holds every file against it. Null when that cannot be done. */
export async function openFiles(source: BundleSource, list: Checklist): Promise<OpenedBundle | null> {
  let check: 'archive' | 'manifest' = 'archive'
  try {
    const reader = await openBundle(source)
    list.ok('archive', `${reader.names().length} files, headers and padding canonical`)
    check = 'manifest'
    const manifestBytes = await reader.read(MANIFEST)
    const manifest = parseManifest(manifestBytes)
    list.ok(
      'manifest',
      `made by ${manifest.software} at ${manifest.generated_at} for ${manifest.requested_by}`,
    )
    await checkFiles(reader, manifest, list)
    return { reader, manifest, manifestBytes }
  } catch (error) {
    list.fail(check, messageOf(error))
    return null
  }
}

async function checkFiles(reader: BundleReader, manifest: Manifest, list: Checklist): Promise<void> {
  const present = reader.names().filter((name) => name !== MANIFEST && name !== MANIFEST_NOTE)
  for (const name of Object.keys(manifest.files))
    if (!reader.has(name)) list.fail('files', `${name} is missing`)
  for (const name of present) {
    const listed = manifest.files[name]
    const found = await measureChunks(name, reader.stream(name))
    if (!listed || !Object.hasOwn(manifest.files, name)) list.fail('files', `${name} is not in the manifest`)
    else if (listed.sha256 !== found.sha256 || listed.size !== found.size || listed.rows !== found.rows) {
      list.fail('files', `${name} differs from the manifest`)
    }
  }
  list.ok('files', `${present.length} files have the hashes and sizes of the manifest`)
}

/** manifest.note must be one line, by a key that may seal, over exactly these manifest bytes. */
export async function checkManifestNote(
  { reader, manifest, manifestBytes }: OpenedBundle,
  keys: SealKeys,
  list: Checklist,
): Promise<void> {
  if (manifest.signed_by === undefined) {
    list.lack('manifest signature', 'not signed: who asked, when and with what software is not proven')
    if (reader.has(MANIFEST_NOTE)) list.fail('manifest signature', 'signed, but the manifest does not say so')
    return
  }
  if (keys.judge(manifest.signed_by) === 'elsewhere') {
    list.lack('manifest signature', `by ${manifest.signed_by}, which this bundle does not announce`)
    return
  }
  try {
    const note = await reader.text(MANIFEST_NOTE)
    const { text, signatures } = openNote(note, keys.manifestKeys)
    const [signer] = signatures.map(keyLabel)
    const sound = splitNote(note).lines.length === 1 && signer === manifest.signed_by
    if (sound && text === manifestNoteText(manifest.origin, manifestBytes))
      list.ok('manifest signature', `by ${signer}`)
    else list.fail('manifest signature', 'is over something else')
  } catch (error) {
    list.fail('manifest signature', messageOf(error))
  }
}
