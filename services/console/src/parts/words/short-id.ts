/** Ids begin with the time they were made at: what tells two of one minute apart is their end. */
export const shortId = (id: string): string => (id.length > 12 ? `…${id.slice(-8)}` : id)
