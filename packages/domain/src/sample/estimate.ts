import { clopperPearson, type Interval, weightedLimits } from './interval.ts'
import type { Stratum } from './plan.ts'

/** What became of the posts drawn of one stratum: each is in exactly one of the four. */
export type StratumOutcome = Stratum & {
  /** Non-flags of the period in this stratum. */
  posts: number
  drawn: number
  /** Read, and rightly not flagged. */
  clear: number
  /** Read, and should have been flagged. */
  missed: number
  pending: number
  /** Deleted before anybody decided on them. */
  withdrawn: number
}
export type Estimate = Interval & { value: number }
export type SampleEstimate = {
  drawn: number
  reviewed: number
  pending: number
  withdrawn: number
  missed: number
  /** Share of the non-flags that should have been flags; null until every stratum has a post that was read. */
  elusion: Estimate | null
  /** Share of the flags there should have been that there were. */
  recall: Estimate | null
}

export const reviewedOf = (s: StratumOutcome): number => s.clear + s.missed

/** Elusion of one stratum with its exact interval; null where nothing was read. */
export function stratumElusion(s: StratumOutcome): Estimate | null {
  const n = reviewedOf(s)
  return n === 0 ? null : { value: s.missed / n, ...clopperPearson(s.missed, n) }
}

/**
 * Elusion of all strata, each weighed by its posts (Horvitz & Thompson 1952), and from it recall: flags a person confirmed ÷ (those and
 * the misses estimated). Every flag is read, so only the misses are uncertain, and recall falls as they rise: its limits are elusion's.
 */
export function estimateSample(strata: readonly StratumOutcome[], confirmed: number): SampleEstimate {
  const sum = (of: (s: StratumOutcome) => number) => strata.reduce((all, s) => all + of(s), 0)
  const posts = sum((s) => s.posts)
  const elusion = posts > 0 ? elusionOf(strata, posts) : null
  return {
    drawn: sum((s) => s.drawn),
    reviewed: sum(reviewedOf),
    pending: sum((s) => s.pending),
    withdrawn: sum((s) => s.withdrawn),
    missed: sum((s) => s.missed),
    elusion,
    recall: elusion && recallOf(confirmed, posts, elusion),
  }
}

function elusionOf(strata: readonly StratumOutcome[], posts: number): Estimate | null {
  if (strata.some((s) => s.posts > 0 && reviewedOf(s) === 0)) return null
  const parts = strata
    .filter((s) => s.posts > 0)
    .map((s) => ({ found: s.missed, weight: s.posts / posts / reviewedOf(s) }))
  const value = parts.reduce((all, p) => all + p.found * p.weight, 0)
  return { value, ...weightedLimits(parts) }
}

/** Null where there was nothing to find: neither a flag confirmed nor a miss. */
function recallOf(confirmed: number, posts: number, e: Estimate): Estimate | null {
  const at = (elusion: number) => confirmed / (confirmed + elusion * posts)
  if (confirmed === 0 && e.value === 0) return null
  return { value: at(e.value), low: at(e.high), high: confirmed === 0 ? 0 : at(e.low) }
}
