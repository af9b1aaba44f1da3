import type { Feed } from './feed.ts'

const minuteMs = 60_000
const longestMs = 24 * 60 * minuteMs

/**
 * How long until a feed is read again: the configured pace, or longer where `ttl`, the syndication module or `Cache-Control: max-age`
 * ask for it. Never over a day, and only what is asked is believed: 0 asks for nothing.
 */
export function nextReadingMs(everyMs: number, feed: Pick<Feed, 'ttlMinutes'>, headers: Headers): number {
  const age = Number(/(?:^|[\s,])max-age=(\d+)/i.exec(headers.get('cache-control') ?? '')?.[1] ?? 0)
  return Math.min(Math.max(everyMs, (feed.ttlMinutes ?? 0) * minuteMs, age * 1000), longestMs)
}

/** The first instant from `nowMs` on that is in no hour (UTC) the feed asks to be left alone in. */
export function outsideSkippedHours(nowMs: number, skipHours: readonly number[]): number {
  if (new Set(skipHours).size >= 24) return nowMs
  let at = nowMs
  while (skipHours.includes(new Date(at).getUTCHours()))
    at = (Math.floor(at / (60 * minuteMs)) + 1) * 60 * minuteMs
  return at
}
