import { canonicalJson, type Json, parseCanonical } from '../canonical.ts'
import { LedgerError } from '../errors.ts'

/** One canonical JSON value a line. */
export async function* jsonLines(
  values: Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<Uint8Array> {
  for await (const value of values) yield Buffer.from(`${canonicalJson(value)}\n`)
}

/** Reads canonical JSON lines; throws a `LedgerError` at the first that is not. */
export async function* readJsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Json> {
  for await (const line of splitLines(chunks)) yield parseCanonical(line)
}

async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = []
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      yield Buffer.concat([...pieces, chunk.subarray(start, end)])
      pieces = []
      start = end + 1
    }
    if (start < chunk.length) pieces.push(chunk.subarray(start))
  }
  if (pieces.length > 0) throw new LedgerError('bundle.malformed', 'last line is cut')
}
