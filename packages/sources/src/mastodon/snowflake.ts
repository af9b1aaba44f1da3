/** Mastodon's ids hold the instant, ms since 1970, above 16 bits; those of its relatives are merely ordered. */
const isSnowflake = (id: string) => /^\d{15,19}$/.test(id)

export const timeOf = (id: string): number | null => (isSnowflake(id) ? Number(BigInt(id) >> 16n) : null)

export const idAt = (ms: number): string => String(BigInt(Math.max(0, Math.floor(ms))) << 16n)

export function isLater(a: string, b: string): boolean {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return BigInt(a) > BigInt(b)
  return a.length === b.length ? a > b : a.length > b.length
}
