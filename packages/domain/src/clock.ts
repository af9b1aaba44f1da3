import { Temporal } from 'temporal-polyfill'
import { DomainError } from './errors.ts'

export const clockKinds = ['forward_24h', 'serious_15d', 'non_serious_90d'] as const
export type ClockKind = (typeof clockKinds)[number]

export const clockNames: Record<ClockKind, string> = {
  forward_24h: 'Forward to safety (24 h)',
  serious_15d: 'Serious (15 calendar days)',
  non_serious_90d: 'Non-serious (90 calendar days)',
}

/** The five awareness timestamps, ISO 8601 UTC; null where it has not happened. */
export type Awareness = {
  postedAt: string | null
  ingestedAt: string
  /** Null for a post that was never flagged: a sample's. */
  flaggedAt: string | null
  firstViewedAt: string | null
  vendorAwareAt: string | null
  /** IANA zone of the vendor; its awareness is dated in its own zone (field-guide §3.5). */
  vendorZone?: string | null
}

/** Anchor policy `earliest-v1` (field-guide §1.2): the earliest of vendor awareness, classifier flag and first human view. */
export const ANCHOR_POLICY = 'earliest-v1'

export type Clock = {
  kind: ClockKind
  anchor: string
  anchorAt: string
  zone: string
  day0: string
  dueAt: string
}

/** Which timestamp starts the clocks, and why. A post's own date never does: the author claims it. */
export function anchorOf(a: Awareness): { anchor: string; anchorAt: string } {
  const candidates: [string, string | null][] = [
    ['vendor awareness', a.vendorAwareAt],
    ['classifier flag', a.flaggedAt],
    ['first human view', a.firstViewedAt],
  ]
  const known = candidates.filter((c): c is [string, string] => c[1] !== null)
  if (known.length === 0)
    throw new DomainError('clock.instant_invalid', 'Nobody is aware of it yet, so no clock starts.')
  const [name, at] = known.reduce((best, c) => (epochOf(c[1]) < epochOf(best[1]) ? c : best))
  return { anchor: `${name} (${ANCHOR_POLICY})`, anchorAt: at }
}

/** Day 0: the calendar date of the anchor in the receiving entity's zone (field-guide §3.5), `YYYY-MM-DD`. */
export function dayZero(anchorAt: string, zone: string): string {
  return zoned(anchorAt, zone).toPlainDate().toString()
}

/**
 * Last instant that is on time, ISO 8601 UTC. Regulatory clocks count calendar days from day 0 and end with
 * day n in the entity's zone (GVP VI.B.7, VI.C.3); weekends and holidays do not stop them. 24 h is elapsed time.
 */
export function dueAt(kind: ClockKind, anchorAt: string, zone: string): string {
  if (kind === 'forward_24h') return iso(zoned(anchorAt, zone).toInstant().add({ hours: 24 }))
  const days = kind === 'serious_15d' ? 15 : 90
  const dayAfter = zoned(anchorAt, zone)
    .toPlainDate()
    .add({ days: days + 1 })
  return iso(dayAfter.toZonedDateTime(zone).toInstant().subtract({ milliseconds: 1 }))
}

/** The clocks of a case, all from one anchor: until a decision is signed, doubt counts as serious. */
export function openClocks(a: Awareness, zone: string): Clock[] {
  const { anchor, anchorAt } = anchorOf(a)
  const own = anchorAt === a.vendorAwareAt ? (a.vendorZone ?? zone) : zone
  return clockKinds.map((kind) => clockOf(kind, anchor, anchorAt, own))
}

export function clockOf(kind: ClockKind, anchor: string, anchorAt: string, zone: string): Clock {
  return { kind, anchor, anchorAt, zone, day0: dayZero(anchorAt, zone), dueAt: dueAt(kind, anchorAt, zone) }
}

/** Several entities aware: the earliest instant wins and its date is taken in its own zone (field-guide §3.5). */
export function earliestAwareness(known: { at: string; zone: string }[]): { at: string; zone: string } {
  const first = known[0]
  if (!first) throw new DomainError('clock.instant_invalid', 'At least one awareness instant is needed.')
  return known.reduce((best, k) => (epochOf(k.at) < epochOf(best.at) ? k : best), first)
}

/** Why day 0 is what it is, in one sentence a reviewer or inspector can check. */
export function explainDayZero(clock: Clock): string {
  return `Day 0 is ${clock.day0}, the date in ${clock.zone} at ${clock.anchorAt}: ${clock.anchor}.`
}

/** A recompute may move a clock earlier freely; later only with a signed reason. */
export function needsSignedReason(before: Clock, after: Clock): boolean {
  return epochOf(after.dueAt) > epochOf(before.dueAt)
}

type Stretch = Pick<Clock, 'anchorAt' | 'dueAt'>

/** Share of the clock used, 0 … 1 and above when late. */
export function clockUsed(clock: Stretch, now: string): number {
  return (epochOf(now) - epochOf(clock.anchorAt)) / (epochOf(clock.dueAt) - epochOf(clock.anchorAt))
}

// In whole milliseconds: a quotient would put the 90 % mark a rounding error to either side of itself.
function hasUsed(clock: Stretch, percent: number, now: string): boolean {
  const start = epochOf(clock.anchorAt)
  return (epochOf(now) - start) * 100 >= percent * (epochOf(clock.dueAt) - start)
}

export type Urgency = 'far' | 'near' | 'critical' | 'late'

/** What the console's bar says: amber when half or less is left, red at a tenth or late. */
export function urgencyOf(clock: Stretch, now: string): Urgency {
  if (epochOf(now) > epochOf(clock.dueAt)) return 'late'
  if (hasUsed(clock, 90, now)) return 'critical'
  return hasUsed(clock, 50, now) ? 'near' : 'far'
}

/** Escalation levels reached, in percent of the clock. */
export function escalationsReached(clock: Stretch, now: string): number[] {
  return [50, 75, 90, 100].filter((percent) => hasUsed(clock, percent, now))
}

/** Milliseconds since 1970 of an ISO 8601 instant; instants are compared so, never as strings. */
export function epochOf(at: string): number {
  try {
    return Temporal.Instant.from(at).epochMilliseconds
  } catch {
    throw new DomainError('clock.instant_invalid', `Not an instant: ${at}.`)
  }
}

function zoned(at: string, zone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.from(at).toZonedDateTimeISO(zone)
  } catch {
    throw new DomainError('clock.instant_invalid', `Not an instant in a known time zone: ${at} ${zone}.`)
  }
}

const iso = (at: Temporal.Instant): string => new Date(at.epochMilliseconds).toISOString()
