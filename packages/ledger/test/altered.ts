import { completeLogFiles, trailChunks } from '../src/bundle/log-files.ts'
import { decodeEntryBundle } from '../src/bundle/tiles.ts'
import { canonicalBytes } from '../src/canonical.ts'
import { encodeEntryBundle, leafHash, merkleTree, parseEntry } from '../src/index.ts'
import { type FileMap, only, tamper } from './repack.ts'
import { bundleOf } from './sample-log.ts'
import { tell } from './story.ts'

export const honest = tell()
export const bundle = await bundleOf(honest)

/** Index of the first entry of an action. */
export function at(action: string, log = honest): number {
  return log.sealed.findIndex(({ event }) => event.action === action)
}

/** Changes the entries and nothing else, or everything an insider without the log's key can make fit. */
export async function withEntries(edit: (entries: Uint8Array[]) => void, makeFit: boolean): Promise<Buffer> {
  const entries = honest.sealed.map(({ bytes }) => bytes)
  edit(entries)
  const fitting = await filesOf(entries)
  return await tamper(
    bundle,
    (files) => {
      if (entries.length === honest.sealed.length && !makeFit) {
        files.set(only(files, 'tile/entries/'), Buffer.from(encodeEntryBundle(entries)))
        return
      }
      for (const name of [...files.keys()])
        if (name.startsWith('tile/') || name === 'trail.csv') files.delete(name)
      for (const [name, bytes] of fitting) files.set(name, bytes)
    },
    honest.sealKey,
  )
}

async function filesOf(entries: Uint8Array[]): Promise<FileMap> {
  const tree = merkleTree(entries.map(leafHash))
  const files: FileMap = new Map()
  const read = async function* (from: number, to: number) {
    yield* entries.slice(from, to)
  }
  for (const [name, content] of completeLogFiles(read, tree)) {
    const chunks: Uint8Array[] = []
    for await (const chunk of typeof content === 'function' ? content() : [content]) chunks.push(chunk)
    files.set(name, Buffer.concat(chunks))
  }
  const trail: Uint8Array[] = []
  const run = async function* () {
    yield entries.map(parseEntry)
  }
  for await (const chunk of trailChunks(run())) trail.push(chunk)
  return files.set('trail.csv', Buffer.concat(trail))
}

export function edited(bytes: Uint8Array, change: (event: Record<string, unknown>) => void): Buffer {
  const event = JSON.parse(Buffer.from(bytes).toString())
  change(event)
  return canonicalBytes(event)
}

/** Changes the entry bundle only, where the entries can no longer be parsed to make anything else fit. */
export async function tamperEntries(edit: (entries: Uint8Array[]) => void): Promise<Buffer> {
  return await tamper(
    bundle,
    (files) => {
      const path = only(files, 'tile/entries/')
      const entries = decodeEntryBundle(files.get(path) as Buffer)
      edit(entries)
      files.set(path, Buffer.from(encodeEntryBundle(entries)))
    },
    honest.sealKey,
  )
}
