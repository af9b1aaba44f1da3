import type { LedgerEvent } from '../entry.ts'

/** Every check by the name it is printed under, in the order they are printed. */
export const checkNames = [
  'archive',
  'manifest',
  'files',
  'manifest signature',
  'checkpoint',
  'witnesses',
  'entries',
  'sequence',
  'stored hashes',
  'root',
  'inclusion proofs',
  'earlier checkpoints',
  'consistency proofs',
  'previous checkpoint',
  'object chains',
  'openings',
  'erasures',
  'signatures',
  'signed decisions',
  'separation of author and signer',
  'publications',
  'trail',
  'shown columns',
] as const
export type CheckName = (typeof checkNames)[number]

/** `incomplete` marks a skipped check without which the whole cannot be called valid. */
export type Check = { name: CheckName; outcome: 'ok' | 'fail' | 'skipped'; detail: string; incomplete?: true }

/** The first entry found bad. `id` and `object` are null where the entry could not be read. */
export type FirstBad = { index: number; id: string | null; object: string | null; reason: string }

export type VerifyResult = {
  status: 'valid' | 'invalid' | 'incomplete'
  checks: Check[]
  firstBad?: FirstBad
}

/** 0 valid, 1 invalid, 3 valid as far as it goes; 2 is for wrong usage. */
export function exitCodeOf(result: VerifyResult): 0 | 1 | 3 {
  return result.status === 'valid' ? 0 : result.status === 'invalid' ? 1 : 3
}

/** Where a fault lies, when it lies in one entry. */
export type Culprit = { index: number; event?: LedgerEvent | null }

/** Collects outcomes. A check that failed stays failed, whatever is said of it later. */
export class Checklist {
  #faults = new Map<CheckName, { count: number; first: string }>()
  #settled = new Map<CheckName, Check>()
  #firstBad: FirstBad | undefined

  fail(name: CheckName, detail: string, culprit?: Culprit): void {
    const known = this.#faults.get(name)
    this.#faults.set(name, { count: (known?.count ?? 0) + 1, first: known?.first ?? detail })
    if (culprit && culprit.index < (this.#firstBad?.index ?? Number.POSITIVE_INFINITY)) {
      this.#firstBad = describe(culprit, `${name}: ${detail}`)
    }
  }

  failed(name: CheckName): boolean {
    return this.#faults.has(name)
  }

  /** True when the check was made and nothing failed under its name. */
  passed(name: CheckName): boolean {
    return this.#settled.get(name)?.outcome === 'ok' && !this.#faults.has(name)
  }

  get located(): boolean {
    return this.#firstBad !== undefined
  }

  /** Says what was checked; counts only if nothing failed under that name. */
  ok(name: CheckName, detail: string): void {
    if (!this.#settled.has(name)) this.#settled.set(name, { name, outcome: 'ok', detail })
  }

  skip(name: CheckName, detail: string): void {
    this.#settled.set(name, { name, outcome: 'skipped', detail })
  }

  /** Skips a check that a complete record would have allowed. */
  lack(name: CheckName, detail: string): void {
    this.#settled.set(name, { name, outcome: 'skipped', detail, incomplete: true })
  }

  result(): VerifyResult {
    const checks = checkNames.map((name) => this.#check(name)).filter((check) => check !== undefined)
    const status = checks.some(({ outcome }) => outcome === 'fail')
      ? 'invalid'
      : checks.some(({ incomplete }) => incomplete)
        ? 'incomplete'
        : 'valid'
    return { status, checks, ...(this.#firstBad ? { firstBad: this.#firstBad } : {}) }
  }

  #check(name: CheckName): Check | undefined {
    const fault = this.#faults.get(name)
    if (!fault) return this.#settled.get(name)
    const more = fault.count > 1 ? ` (and ${fault.count - 1} more)` : ''
    return { name, outcome: 'fail', detail: fault.first + more }
  }
}

function describe({ index, event }: Culprit, reason: string): FirstBad {
  const object = event ? `${event.object.type}/${event.object.id} n=${event.object.n}` : null
  return { index, id: event?.id ?? null, object, reason }
}
