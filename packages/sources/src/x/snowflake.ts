const epochMs = 1_288_834_974_657
/** Ids from before November 2010 hold no time. */
const first = 1n << 36n

/** When X gave out an id, ms since 1970 by X's own clock; null for ids of before snowflakes. */
export function timeOf(id: string): number | null {
  const number = BigInt(id)
  return number < first ? null : Number(number >> 22n) + epochMs
}

/** The lowest id of an instant: a place to read from that needs no clock of ours. */
export function idAt(ms: number): string {
  return String(BigInt(Math.max(0, Math.floor(ms) - epochMs)) << 22n)
}

export const laterId = (a: string | null, b: string | null): string | null =>
  a === null || (b !== null && BigInt(b) > BigInt(a)) ? b : a
