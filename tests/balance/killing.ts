import type { Db } from '@hark/db'
import { type PlannedKill, type ServiceName, type Supervisor, until } from '@hark/testkit'
import { sql } from 'kysely'
import type { Importing } from './importing.ts'

export type Target = ServiceName | 'import' | 'redis' | 'redis emptied'

export type Killing = {
  services: Supervisor
  importing: Importing
  plan: PlannedKill<Target>[]
  /** Kills what is no service; false when it is not running. */
  others: Partial<Record<Target, () => Promise<boolean>>>
  /** Share of the work that is done, 0 … 1. */
  progress: () => Promise<number>
}

/** Kills as planned while the work goes on, and resolves with what was killed once the plan is done. */
export async function killAsPlanned(k: Killing, deadlineMs: number): Promise<Target[]> {
  const left = [...k.plan]
  const killed: Target[] = []
  await until(
    'all planned kills happened',
    async () => {
      const done = await k.progress()
      for (let next = left[0]; next && next.at <= done; next = left[0]) {
        const target = await killOneOf(k, [next.target, ...(standIns[next.target] ?? [])])
        if (!target) return false // just starting again: ask once more
        killed.push(target)
        left.shift()
      }
      return left.length === 0
    },
    deadlineMs,
    () => `killed ${killed.length} of ${k.plan.length}; ${k.services.outputs().join('\n')}`,
  )
  return killed
}

/** Killed in place of what has ended by itself: an import is over sooner than the work it brought. */
const standIns: Partial<Record<Target, Target[]>> = { import: ['classifier', 'clock', 'ingest'] }

async function killOneOf(k: Killing, targets: readonly Target[]): Promise<Target | null> {
  for (const target of targets) {
    const kill = k.others[target] ?? (() => k.services.kill(target as ServiceName))
    if (await kill()) return target
  }
  return null
}

/** The share of a known amount of work that the database says is done. */
export function progressOf(db: Db, expected: { offered: number; judged: number }): () => Promise<number> {
  return async () => {
    const { rows } = await sql<{ offered: number; judged: number }>`
      select coalesce((select sum(offered) from source_count), 0)::int as offered,
        (select count(*) from post_stage where state in ('done', 'quarantined'))::int as judged`.execute(db)
    const { offered, judged } = rows[0] as { offered: number; judged: number }
    return (Math.min(offered, expected.offered) + judged) / (expected.offered + expected.judged)
  }
}

/** All posts that were to come are judged and every entry stands under a published checkpoint. */
export async function untilSettled(
  db: Db,
  posts: number,
  deadlineMs: number,
  explain: () => string,
): Promise<void> {
  const facts = () =>
    sql<{ posts: number; open: number; staged: number; behind: number }>`
      select (select count(*) from post)::int as posts, (select count(*) from post_stage where state in ('pending', 'running'))::int as open,
        (select count(*) from ledger_entry where leaf_index is null)::int as staged,
        (select coalesce((select size from ledger_tree), 0) - coalesce((select max(size) from ledger_checkpoint), 0))::int as behind`.execute(
      db,
    )
  const settled = async () => {
    const now = (await facts()).rows[0]
    return now?.posts === posts && now.open === 0 && now.staged === 0 && now.behind === 0
  }
  await until(
    'everything settled',
    settled,
    deadlineMs,
    async () => `${JSON.stringify((await facts()).rows)} of ${posts} posts; ${explain()}`,
  )
}
