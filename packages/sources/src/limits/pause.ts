import { longestPauseMs } from './pauses.ts'

/** Ask nothing before this instant (ms since 1970). */
export type Pause = { untilMs: number; reason: 'retry_after' | 'rate_limit' }

const shortestMs = 1_000

/**
 * When a platform wants to be asked again, from whatever it says: `Retry-After` in seconds or as a date; remaining and reset in
 * the headers of X and Bluesky (epoch seconds), Reddit (seconds left), Mastodon (ISO instant). Null where it asks for no pause:
 * neither a `limited` status (429, 503) with a time, nor an allowance used up. An instant is by the platform's clock, which its `Date` tells.
 * Never over a day: a hostile header cannot silence a source.
 */
export function pauseOf(status: number, headers: Headers, nowMs: number): Pause | null {
  const limited = status === 429 || status === 503
  const aheadMs = clockOf(headers, nowMs) - nowMs
  const after = limited ? instantOf(headers.get('retry-after'), nowMs, aheadMs) : null
  if (after !== null) return { untilMs: bounded(after, nowMs), reason: 'retry_after' }
  const spent = Number.parseFloat(rateHeader(headers, 'remaining') ?? '1') < 1
  const reset = limited || spent ? instantOf(rateHeader(headers, 'reset'), nowMs, aheadMs) : null
  return reset === null ? null : { untilMs: bounded(reset, nowMs), reason: 'rate_limit' }
}

/** `x-rate-limit-…` (X), `x-ratelimit-…` (Reddit, Mastodon, Discourse), `ratelimit-…` (Bluesky, IETF draft). */
function rateHeader(headers: Headers, name: 'remaining' | 'reset'): string | null {
  for (const prefix of ['x-rate-limit-', 'x-ratelimit-', 'ratelimit-']) {
    const value = headers.get(prefix + name)
    if (value !== null) return value
  }
  return null
}

function clockOf(headers: Headers, nowMs: number): number {
  const ms = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(ms) ? nowMs : ms
}

/** Seconds from now; or an epoch in seconds or milliseconds, or any date, by a clock that is so much ahead of ours. */
function instantOf(text: string | null, nowMs: number, aheadMs: number): number | null {
  if (text === null || text.trim() === '') return null
  const number = Number(text)
  if (Number.isNaN(number)) {
    const date = Date.parse(text)
    return Number.isNaN(date) ? null : date - aheadMs
  }
  if (number < 0) return null
  if (number >= 1e12) return number - aheadMs
  return number >= 1e9 ? number * 1000 - aheadMs : nowMs + number * 1000
}

function bounded(untilMs: number, nowMs: number): number {
  return Math.min(Math.max(untilMs, nowMs + shortestMs), nowMs + longestPauseMs)
}
