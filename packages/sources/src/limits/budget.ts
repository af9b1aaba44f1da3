/**
 * How much may be asked of a platform. `bucket`: `capacity` at once, refilled evenly over `perMs`. `window`: `limit` a day or month
 * of the platform's calendar, in any unit — calls, quota units, or money in millionths of a currency.
 */
export type Allowance =
  | { kind: 'bucket'; capacity: number; perMs: number }
  | { kind: 'window'; limit: number; every: 'day' | 'month'; zone: string }

/** What is spent: of a bucket, what has not flowed back by `atMs`; of a window, since the window of `atMs` began. */
export type Spent = { amount: number; atMs: number }

/** Granted with the new state, or refused until an instant; `untilMs` null where `cost` can never be had. */
export type Spending = { granted: true; spent: Spent } | { granted: false; untilMs: number | null }

/** Pure: the same rule in memory and in the database. `spent` null means never asked before. */
export function spend(allowance: Allowance, spent: Spent | null, cost: number, nowMs: number): Spending {
  return allowance.kind === 'bucket'
    ? spendFromBucket(allowance, spent, cost, nowMs)
    : spendFromWindow(allowance, spent, cost, nowMs)
}

function spendFromBucket(
  { capacity, perMs }: Allowance & { kind: 'bucket' },
  spent: Spent | null,
  cost: number,
  nowMs: number,
): Spending {
  // A clock set back refills nothing and takes nothing away.
  const since = Math.max(0, nowMs - (spent?.atMs ?? nowMs))
  const outstanding = Math.max(0, (spent?.amount ?? 0) - (since * capacity) / perMs)
  const amount = outstanding + cost
  if (amount <= capacity + 1e-9)
    return { granted: true, spent: { amount, atMs: Math.max(nowMs, spent?.atMs ?? nowMs) } }
  if (cost > capacity) return { granted: false, untilMs: null }
  return { granted: false, untilMs: nowMs + Math.ceil(((amount - capacity) * perMs) / capacity) }
}

function spendFromWindow(
  { limit, every, zone }: Allowance & { kind: 'window' },
  spent: Spent | null,
  cost: number,
  nowMs: number,
): Spending {
  const window = windowOf(nowMs, every, zone)
  const before = spent !== null && windowOf(spent.atMs, every, zone) >= window ? spent.amount : 0
  if (before + cost <= limit)
    return { granted: true, spent: { amount: before + cost, atMs: Math.max(nowMs, spent?.atMs ?? nowMs) } }
  return { granted: false, untilMs: cost > limit ? null : nextWindow(nowMs, every, zone) }
}

/** The calendar day (`2026-11-22`) or month (`2026-11`) of an instant in a zone; sorts by time. */
function windowOf(ms: number, every: 'day' | 'month', zone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(ms)
  return every === 'day' ? day : day.slice(0, 7)
}

/** The first minute of the next window: found by halving, so that no day's length is assumed. */
function nextWindow(nowMs: number, every: 'day' | 'month', zone: string): number {
  const now = windowOf(nowMs, every, zone)
  let [low, high] = [nowMs, nowMs + (every === 'day' ? 26 : 32 * 24) * 3_600_000]
  while (high - low > 1_000) {
    const middle = Math.floor((low + high) / 2)
    if (windowOf(middle, every, zone) === now) low = middle
    else high = middle
  }
  return high
}
