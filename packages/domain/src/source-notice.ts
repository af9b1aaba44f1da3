/** What platforms push to a source. Pauses in seconds: the longest between two deliveries on each of the last days that had any. */
export type Pushes = {
  /** Nothing is asked for beside it: what is not pushed is not heard. */
  only: boolean
  goodAt: string | null
  refused: number
  refusedSince: string | null
  longestPauses: readonly number[]
}

/** How asking after held posts goes. `overdue`: posts past the hours within which it is promised, the first since `overdueSince`. */
export type Rechecks = {
  dueHours: number
  failingSince: string | null
  failures: number
  reason: string | null
  overdue: number
  overdueSince: string | null
}

/** Something a person should look at, though nothing is known to be lost. `says` holds no text, handle or address. */
export type SourceNotice = {
  kind: 'push_refused' | 'push_quiet' | 'recheck_failing' | 'recheck_overdue'
  since: string
  says: string
}

/** Silence is told after this many times the longest pause of an ordinary day, and never within the hour. */
const quietTimes = 3
const shortestQuietS = 3_600
/** Of fewer days nothing is usual yet. */
const leastDays = 5

/** Everything about a source that listens which nobody would see otherwise. */
export function sourceNotices(
  { pushes, rechecks }: { pushes: Pushes | null; rechecks: Rechecks | null },
  now: Date,
): SourceNotice[] {
  return [
    ...(pushes ? [refusedPushes(pushes), quietPushes(pushes, now)] : []),
    ...(rechecks ? [recheckTrouble(rechecks)] : []),
  ].filter((notice) => notice !== null)
}

function refusedPushes({ refused, refusedSince }: Pushes): SourceNotice | null {
  if (refused === 0 || refusedSince === null) return null
  const says =
    `Refused deliveries: ${refused}, none good since. Their signature does not fit: ` +
    'look whether the secret is the same on both sides.'
  return { kind: 'push_refused', since: refusedSince, says }
}

function quietPushes({ only, goodAt, longestPauses }: Pushes, now: Date): SourceNotice | null {
  if (!only || goodAt === null || longestPauses.length < leastDays) return null
  const usual = median(longestPauses)
  const quiet = (now.getTime() - Date.parse(goodAt)) / 1000
  if (quiet <= Math.max(shortestQuietS, quietTimes * usual)) return null
  const times = Math.floor(quiet / Math.max(usual, 60))
  const says =
    `Nothing pushed for ${times} times the longest pause of an ordinary day (${lasting(usual)}). ` +
    'Look at the platform whether it still pushes here.'
  return { kind: 'push_quiet', since: goodAt, says }
}

function recheckTrouble(r: Rechecks): SourceNotice | null {
  const late = `Past the ${r.dueHours} hours within which they are promised to be: ${r.overdue}.`
  if (r.failingSince !== null) {
    const says = `Held posts cannot be asked after (${r.reason ?? 'error'}); tries so far: ${r.failures}. ${r.overdue > 0 ? late : 'None is overdue yet.'}`
    return { kind: 'recheck_failing', since: r.failingSince, says }
  }
  if (r.overdue === 0 || r.overdueSince === null) return null
  return {
    kind: 'recheck_overdue',
    since: r.overdueSince,
    says: `Held posts are asked after too late. ${late}`,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const lasting = (seconds: number): string =>
  seconds >= 5_400 ? `${Math.round(seconds / 3_600)} h` : `${Math.max(1, Math.round(seconds / 60))} min`
