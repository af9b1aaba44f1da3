import type { Programme } from '../programme.ts'

/** How near a non-flag came to being a flag: its score in parts of the threshold it stayed under. */
export const scoreBands = ['near', 'low', 'far'] as const
export type ScoreBand = (typeof scoreBands)[number]

/** Languages by what detection learnt of them (docs/model-card.md): English in full, six more, and the rest, which mostly goes to a person. */
export const languageGroups = ['en', 'six', 'other'] as const
export type LanguageGroup = (typeof languageGroups)[number]

export type Stratum = { language: LanguageGroup; band: ScoreBand }

const six = ['de', 'fr', 'es', 'it', 'nl', 'pt']

export function languageGroupOf(lang: string): LanguageGroup {
  const tag = lang.toLowerCase().split('-')[0] ?? ''
  if (tag === 'en') return 'en'
  return six.includes(tag) ? 'six' : 'other'
}

/** `ratio`: the highest score of the post over its threshold; 0 where no product was found in it. */
export function scoreBandOf(ratio: number): ScoreBand {
  if (ratio >= 0.5) return 'near'
  return ratio >= 0.1 ? 'low' : 'far'
}

export const stratumKey = (s: Stratum): string => `${s.language} ${s.band}`

/** What a sample of one period is to show, and how it is spread. */
export type SamplePlan = {
  periodMs: number
  /** A sample without a miss shows, with this confidence, that no more than `elusion` of the non-flags were misses. */
  elusion: number
  confidence: number
  /** Posts of every stratum of a band at the least, as far as there are any. */
  least: Record<ScoreBand, number>
}

const MINUTE = 60_000
/** Practice is told in half an hour, so its periods are short and its samples small. */
export const samplePlans: Record<Programme['kind'], SamplePlan> = {
  live: {
    periodMs: 7 * 24 * 60 * MINUTE,
    elusion: 0.01,
    confidence: 0.95,
    least: { near: 30, low: 5, far: 5 },
  },
  practice: { periodMs: 10 * MINUTE, elusion: 0.15, confidence: 0.95, least: { near: 5, low: 2, far: 2 } },
}

/** Recall that detection is to reach (field-guide §7.2); the lower limit is held against it. */
export const RECALL_TARGET = 0.95

export type Period = { from: string; to: string }

/** A Monday, 00:00 UTC: weeks begin there, and so does every shorter period that divides one. */
const MONDAY = Date.UTC(1970, 0, 5)
/** What was stored at the last moment has committed by then. */
const SETTLED_MS = 2 * MINUTE
/** A clock that slept draws what it missed, so far back; what lies further back was never sampled, and shows as that. */
const LOOK_BACK = 4

/** The period an instant lies in. */
export function periodOf(plan: SamplePlan, at: string): Period {
  const start = Math.floor((Date.parse(at) - MONDAY) / plan.periodMs) * plan.periodMs + MONDAY
  return { from: new Date(start).toISOString(), to: new Date(start + plan.periodMs).toISOString() }
}

/** The last closed periods, oldest first. */
export function closedPeriods(plan: SamplePlan, now: string): Period[] {
  const settled = new Date(Date.parse(now) - SETTLED_MS).toISOString()
  const open = Date.parse(periodOf(plan, settled).from)
  const starts = Array.from({ length: LOOK_BACK }, (_, n) => open - (LOOK_BACK - n) * plan.periodMs)
  return starts.map((from) => periodOf(plan, new Date(from).toISOString()))
}

/** From when on the sample of the period that runs now can be drawn. */
export const nextDraw = (plan: SamplePlan, now: string): string =>
  new Date(Date.parse(periodOf(plan, now).to) + SETTLED_MS).toISOString()

/**
 * Clean reviews that show, with `confidence`, that a share is at most `share`: the least n with (1 − share)^n ≤ 1 − confidence
 * (field-guide §7.2; Hanley & Lippman-Hand 1983).
 */
export const zeroFailureSize = (share: number, confidence: number): number =>
  Math.ceil(Math.log(1 - confidence) / Math.log1p(-share) - 1e-9)

/**
 * Posts to draw of each stratum. In proportion, rounded up: no post then stands for more than (posts ÷ zero-failure size) of them, which
 * is what a clean sample needs to show the plan's bound. Small strata and those just under the threshold are drawn more often than that.
 */
export function allocate(plan: SamplePlan, posts: ReadonlyMap<string, number>): Map<string, number> {
  const all = [...posts.values()].reduce((sum, n) => sum + n, 0)
  const wanted = Math.min(all, zeroFailureSize(plan.elusion, plan.confidence))
  return new Map(
    [...posts].map(([key, n]) => {
      const band = key.split(' ')[1] as ScoreBand
      return [key, Math.min(n, Math.max(Math.ceil((wanted * n) / all), plan.least[band]))]
    }),
  )
}
