/** What one document may cost (trust.md §4: hostile XML). Beyond a limit the document is refused, never the process. */
export const feedLimits = {
  /** Bytes as received. Real feeds stay below 2 MB; full archives of podcasts do not. */
  bytes: 10_000_000,
  /** Elements deeper than this are read as the text they hold: markup left open by a careless hand nests without end. */
  depth: 64,
  /** Deeper than this is an attack. */
  refusedDepth: 2_000,
  attributes: 256,
  elements: 500_000,
  items: 5_000,
  /** Of one document, in the thread; and more for each of its megabytes. */
  parseMs: 2_000,
  parseMsPerMb: 500,
  threadMb: 256,
} as const
