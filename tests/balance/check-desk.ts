import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readBalance } from '@hark/db'
import { sql } from 'kysely'
import { expect } from 'vitest'
import type { Desk } from './desk.ts'
import type { World } from './world.ts'

/** What the people were told is so, and each effect of it happened once: at the safety database, in public, in the ledger. */
export async function expectDeskOnce({ db, deployment }: World, desk: Desk): Promise<void> {
  const { rows } = await sql<Effects>`
    select k.id as "caseId", d.id as decision, h.id as handoff, h.state, r.id as reply,
      array(select action from ledger_entry where object_id in (d.id::text, h.id::text, r.id::text) and action = any(${once}) order by 1) as actions
    from pv_case k left join decision d on d.case_id = k.id and d.state = 'signed' left join handoff h on h.case_id = k.id
      left join gate.response r on r.case_id = k.id
    where k.id in (${sql.join(desk.cases.map((c) => c.caseId))})`.execute(db)
  const n = desk.cases.length
  // One row a case: a second decision, hand-off or reply of any would be a second row.
  expect(new Set(rows.map((r) => r.caseId)).size).toBe(n)
  expect(rows).toHaveLength(n)
  for (const row of rows) expect(row).toMatchObject({ state: 'acked', actions: once })
  expect(new Set(rows.map((r) => r.decision))).toEqual(desk.answered.decisions)
  expect(new Set(rows.map((r) => r.reply))).toEqual(desk.answered.replies)
  expect(desk.cases.map((c) => desk.forum.repliesTo(c.n).length)).toEqual(desk.cases.map(() => 1))
  const arrived = readdirSync(join(deployment.folder, 'handoff', 'practice'))
  expect(arrived.sort()).toEqual(rows.map((r) => `${r.handoff}.json`).sort())
  const { forwarded, forwardedPractice } = await readBalance(db)
  expect(forwardedPractice ?? forwarded).toMatchObject({ forwarded: n, acked: n, pending: 0, failed: 0 })
}

type Effects = {
  caseId: string
  decision: string
  handoff: string
  state: string
  reply: string
  actions: string[]
}
/** Entries of a case's outcome that stand in the ledger once, in the order of the alphabet. */
const once = ['decision.signed', 'handoff.acked', 'publication.sent', 'response.signed']
