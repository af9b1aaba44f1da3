const comment = /^urn:li:comment:\((?:urn:li:)?([A-Za-z]+:\d+),(\d+)\)$/

/** A comment's one name: notifications write `urn:li:comment:(activity:1,2)` beside `urn:li:comment:(urn:li:activity:1,2)`. */
export function canonicalUrn(urn: string): string {
  const [, thread, id] = comment.exec(urn) ?? []
  return thread && id ? `urn:li:comment:(urn:li:${thread},${id})` : urn
}

/** What a comment stands under, and its number there; null for what is no comment. */
export function partsOf(urn: string): { thread: string; id: string } | null {
  const [, thread, id] = comment.exec(urn) ?? []
  return thread && id ? { thread: `urn:li:${thread}`, id } : null
}

export const isPost = (urn: string) => /^urn:li:(share|ugcPost):\d+$/.test(urn)

/** As Rest.li wants a URN in an address: its brackets too. */
export const inPath = (urn: string) => encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29')
