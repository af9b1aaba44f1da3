import {
  type AsOf,
  type Db,
  type ExportedSample,
  type ExportQuery,
  exportSamples,
  listCounts,
  listDecisions,
  listSignedBytes,
  listStoredPosts,
  type OpenValue,
  openingsOf,
  readLeafHashes,
  readLeaves,
  readSignatures,
  shownEntries,
} from '@hark/db'
import { csvRow, DECISIONS, type NoteSigner, writeBundle } from '@hark/ledger'
import { listingHeader, listingRow, postRow, postsHeader } from './line-listing.ts'
import { recordLine, signedLine } from './recorded-words.ts'

export type ExportRequest = {
  query: ExportQuery
  asOf: AsOf
  software: string
  requestedBy: string
  signer: NoteSigner | null
  /** Opens the words of decisions, for who may read them. */
  open: OpenValue
}

/** A period as one bundle, streamed: line listing, records, signed bytes, stored posts, counts, and the ledger up to the period's checkpoint. No row cap. */
export async function* exportBundle(
  db: Db,
  { query, asOf, software, requestedBy, signer, open }: ExportRequest,
): AsyncGenerator<Uint8Array> {
  const given = { size: asOf.size, shown: await shownEntries(db, query, asOf), open }
  yield* writeBundle({
    checkpoint: asOf.note,
    earlierCheckpoints: asOf.earlier,
    entries: (from, to) => readLeaves(db, from, to),
    leafHashes: () => readLeafHashes(db, 0, asOf.size),
    openings: (events) =>
      openingsOf(
        db,
        events.filter((e) => e.commit).map((e) => e.id),
        given,
      ),
    signatures: () => signaturesOf(db, asOf.size),
    extra: {
      'line-listing.csv': () =>
        textOf(listingHeader, listDecisions(db, query, asOf), (r) => listingRow(r, asOf.size, open)),
      'records.jsonl': () => textOf('', listDecisions(db, query, asOf), (r) => recordLine(r, open)),
      [DECISIONS]: () => textOf('', listSignedBytes(db, query, asOf), signedLine),
      'posts.csv': () => textOf(postsHeader, listStoredPosts(db, query, asOf), postRow),
      'samples.jsonl': () => textOf('', exportSamples(db, query, asOf), sampleLine),
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

/** Seed, frame and who was drawn: the draw can be made again from this line (docs/sampling.md). */
const sampleLine = (s: ExportedSample): string => `${JSON.stringify(s)}\n`

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
