import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@hark/db'
import type { Supervisor } from '@hark/testkit'
import { sql } from 'kysely'
import type { Deployment } from '../../balance/deployment.ts'
import { seconds } from '../figures.ts'
import { processorTime } from '../processor-time.ts'
import type { Foretold } from './foretold.ts'
import type { Absence } from './generate.ts'
import type { MemoryLog } from './memory.ts'

/** What stands in the database in the end. */
export type Outcome = {
  offered: number
  stored: number
  duplicate: number
  unmatched: number
  rejected: number
  /** Posts marked as deleted by their author. */
  deleted: number
  gaps: number
  flaggedShare: number
  /** `hark balance` and `hark verify`: 0 where every sum is zero and every record stands. */
  balance: number | null
  verify: number | null
}

const LOOK_MS = 250
const SAMPLE_MS = 1_000
const SAY_MS = 30_000
/** Without a post offered or judged for so long, something stands still. */
const STILL_MS = 120_000

/** Waits for the last foretold post to be counted, and for nothing to be left to judge; writes down memory meanwhile. */
export async function untilJudged(
  db: Db,
  services: Supervisor,
  o: { foretold: Foretold; memory: MemoryLog; progress: (line: string) => void },
): Promise<void> {
  const began = performance.now()
  let [sampled, said, moved, last] = [0, began, began, '']
  let spent = { ms: totalMs(), offered: 0 }
  for (;;) {
    const now = performance.now()
    if (now - sampled >= SAMPLE_MS) {
      o.memory.sample()
      sampled = now
    }
    const { offered, open } = await standing(db)
    if (offered >= o.foretold.offered && open === 0) return
    if (last !== `${offered} ${open}`) moved = now
    last = `${offered} ${open}`
    if (now - moved > STILL_MS) throw new Error(`stands still at ${last}:\n${services.outputs().join('\n')}`)
    if (now - said >= SAY_MS) {
      const cost = (totalMs() - spent.ms) / (offered - spent.offered)
      const each = Number.isFinite(cost)
        ? `; ${cost.toFixed(3)} ms of processor time an offered post since the last line`
        : ''
      o.progress(`  … ${offered} offered, ${open} to judge, after ${seconds(began).toFixed(0)} s${each}`)
      spent = { ms: totalMs(), offered }
      said = now
    }
    await pause(LOOK_MS)
  }
}

/** Of all processes below this one: what a post costs late must not be more than early. */
const totalMs = (): number => [...(processorTime() ?? [])].reduce((sum, [, ms]) => sum + ms, 0)

async function standing(db: Db): Promise<{ offered: number; open: number }> {
  const { rows } = await sql<{ offered: number; open: number }>`
    select (select coalesce(sum(offered), 0)::float from source_count) as offered,
      (select count(*)::float from post_stage where state in ('pending', 'running')) as open`.execute(db)
  return rows[0] as { offered: number; open: number }
}

export async function outcomeOf(db: Db, deployment: Deployment): Promise<Outcome> {
  const { rows } = await sql<Omit<Outcome, 'balance' | 'verify'>>`
    select sum(offered)::float as offered, sum(stored)::float as stored, sum(duplicate)::float as duplicate,
      sum(unmatched)::float as unmatched, sum(rejected)::float as rejected,
      (select count(*)::float from post where removal_reason = 'deleted') as deleted,
      (select count(*)::float from coverage_gap) as gaps,
      (select avg((outcome = 'flagged')::int)::float from post_stage) as "flaggedShare" from source_count`.execute(
    db,
  )
  const codeOf = async (command: string) => (await deployment.hark(command).ended).code
  return {
    ...(rows[0] as Omit<Outcome, 'balance' | 'verify'>),
    balance: await codeOf('balance'),
    verify: await codeOf('verify'),
  }
}

export async function storedTexts(db: Db): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`select coalesce(raw, text, '') as text from post`.execute(db)
  return rows.map(({ text }) => text)
}

const PARSED = 100_000

/** Events a second of nothing but `JSON.parse`, in one thread, over as many of these events as tell. */
export function bareParse(absence: Absence): number {
  const lines = Array.from({ length: Math.min(PARSED, absence.count) }, (_, n) =>
    Buffer.from(absence.line(n)),
  )
  const before = process.cpuUsage()
  for (const line of lines) JSON.parse(line.toString('utf8'))
  const { user, system } = process.cpuUsage(before)
  return (1e6 * lines.length) / (user + system)
}
