export type Sentiment = 'negative' | 'neutral' | 'positive'

/** A saved view is its address: filters, range, and the point whose posts are shown. */
export type ListeningSearch = {
  product?: string
  lang?: string
  platform?: string
  programme?: string
  days?: number
  at?: string
  sentiment?: Sentiment
}

export const ranges = [
  { days: 1, name: '24 hours' },
  { days: 7, name: '7 days' },
  { days: 30, name: '30 days' },
  { days: 90, name: '90 days' },
]

export function listeningSearch(raw: Record<string, unknown>): ListeningSearch {
  const text = (key: string) => (typeof raw[key] === 'string' && raw[key] !== '' ? { [key]: raw[key] } : {})
  const days = ranges.some((r) => r.days === raw.days) ? { days: raw.days as number } : {}
  const sentiment = ['negative', 'neutral', 'positive'].includes(String(raw.sentiment))
    ? { sentiment: raw.sentiment as Sentiment }
    : {}
  return {
    ...text('product'),
    ...text('lang'),
    ...text('platform'),
    ...text('programme'),
    ...text('at'),
    ...days,
    ...sentiment,
  }
}

/** The range in whole minutes, so that the address of the request is stable while the page is open. */
export function rangeOf(
  days: number | undefined,
  now: number,
): { from: string; to: string } | Record<never, never> {
  if (days === undefined) return {}
  const to = Math.ceil(now / 300_000) * 300_000
  return { from: new Date(to - days * 86_400_000).toISOString(), to: new Date(to).toISOString() }
}

const bucketMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }
/** From and to of the bucket that starts at `at`. */
export const bucketRange = (at: string, bucket: keyof typeof bucketMs) => ({
  from: at,
  to: new Date(Date.parse(at) + bucketMs[bucket]).toISOString(),
})
