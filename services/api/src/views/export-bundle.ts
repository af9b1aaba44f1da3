import {
  type AsOf,
  type Db,
  type ExportQuery,
  listCounts,
  listDecisions,
  listStoredPosts,
  readLeafHashes,
  readLeaves,
  readSignatures,
} from '@hark/db'
import { csvRow, type NoteSigner, writeBundle } from '@hark/ledger'
import { listingHeader, listingRow, postRow, postsHeader, recordLine } from './line-listing.ts'

export type ExportRequest = {
  query: ExportQuery
  asOf: AsOf
  software: string
  requestedBy: string
  signer: NoteSigner | null
}

/** A period as one bundle, streamed: line listing, records, stored posts, counts, and the ledger up to the period's checkpoint. No row cap. */
export function exportBundle(
  db: Db,
  { query, asOf, software, requestedBy, signer }: ExportRequest,
): AsyncGenerator<Uint8Array> {
  return writeBundle({
    checkpoint: asOf.note,
    earlierCheckpoints: asOf.earlier,
    entries: (from, to) => readLeaves(db, from, to),
    leafHashes: () => readLeafHashes(db, 0, asOf.size),
    signatures: () => signaturesOf(db, asOf.size),
    extra: {
      'line-listing.csv': () =>
        textOf(listingHeader, listDecisions(db, query, asOf), (r) => listingRow(r, asOf.size)),
      'records.jsonl': () => textOf('', listDecisions(db, query, asOf), recordLine),
      'posts.csv': () => textOf(postsHeader, listStoredPosts(db, query, asOf), postRow),
      'counts.csv': () => countsOf(db, query, asOf),
      'query.json': Buffer.from(
        `${JSON.stringify({ from: query.from, to: query.to, programme: query.programme ?? null, product: query.product ?? null, as_of: asOf.at })}\n`,
      ),
    },
    software,
    requestedBy,
    generatedAt: asOf.at,
    ...(signer ? { signer } : {}),
  })
}

async function* textOf<T>(
  header: string,
  rows: AsyncIterable<T>,
  line: (row: T) => string,
): AsyncGenerator<Uint8Array> {
  if (header) yield Buffer.from(header)
  for await (const row of rows) yield Buffer.from(line(row))
}

async function* countsOf(db: Db, query: ExportQuery, asOf: AsOf): AsyncGenerator<Uint8Array> {
  yield Buffer.from(csvRow(['source', 'hour', 'offered', 'unmatched', 'duplicate', 'stored', 'rejected']))
  for (const c of await listCounts(db, query, asOf))
    yield Buffer.from(csvRow([c.source, c.hour, c.offered, c.unmatched, c.duplicate, c.stored, c.rejected]))
}

async function* signaturesOf(db: Db, size: number) {
  yield* await readSignatures(db, size)
}
