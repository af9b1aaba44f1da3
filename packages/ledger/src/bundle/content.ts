import { digestStream } from '../bytes.ts'
import { LedgerError } from '../errors.ts'
import { type FileFacts, rowCounter } from './manifest.ts'
import { paddingAfter, ustarHeader } from './ustar.ts'

/**
 * What goes into one file: its bytes, or a function that streams the same bytes each time it is called. A header
 * carries size and manifest.json the hash of files after it, so every file is read twice.
 */
export type FileContent = Uint8Array | (() => Iterable<Uint8Array> | AsyncIterable<Uint8Array>)

export function chunksOf(content: FileContent): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  return typeof content === 'function' ? content() : [content]
}

/** Hash, size and rows of a file. */
export async function measure(name: string, content: FileContent): Promise<FileFacts> {
  return await measureChunks(name, chunksOf(content))
}

export async function measureChunks(
  name: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<FileFacts> {
  const digest = digestStream()
  const counter = rowCounter(name)
  for await (const chunk of chunks) {
    digest.add(chunk)
    counter.add(chunk)
  }
  const rows = counter.rows()
  return rows === undefined ? digest.finish() : { ...digest.finish(), rows }
}

/** One file of the archive. Throws `bundle.changed_while_writing` when the second reading differs from the first. */
export async function* archiveFile(
  name: string,
  content: FileContent,
  facts: FileFacts,
): AsyncGenerator<Uint8Array> {
  const digest = digestStream()
  yield ustarHeader(name, facts.size)
  for await (const chunk of chunksOf(content)) {
    digest.add(chunk)
    yield chunk
  }
  const written = digest.finish()
  if (written.size !== facts.size || written.sha256 !== facts.sha256) {
    throw new LedgerError('bundle.changed_while_writing', `${name} changed between two readings`)
  }
  yield new Uint8Array(paddingAfter(facts.size))
}
