import type { Clock, Lane, PriorityFlag } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { uuidv7 } from '../ids.ts'
import type { Member } from './members.ts'

/** What puts a split back: the posts of the case as they were, and the case that was made. */
export type SplitUndo = { kind: 'split'; from: string; made: string; before: Member[]; moved: Member[] }
/** What puts a join back: posts, lane and clocks of the case that took the other in, and the other's running clocks. */
export type JoinUndo = {
  kind: 'join'
  into: string
  from: string
  added: string[]
  lane: Lane
  priority: PriorityFlag[]
  clocks: Clock[]
  fromClocks: Clock[]
}
export type Undo = SplitUndo | JoinUndo
export type Change = { id: string; caseIds: string[]; undo: Undo }

export const casesOf = (undo: Undo): [string, string] =>
  undo.kind === 'split' ? [undo.from, undo.made] : [undo.into, undo.from]

export async function insertChange(trx: Trx, byPerson: string, undo: Undo): Promise<void> {
  await trx
    .insertInto('case_change')
    .values({
      id: uuidv7(),
      kind: undo.kind,
      by_person: byPerson,
      undo: JSON.stringify(undo),
      case_ids: casesOf(undo),
    })
    .execute()
}

/**
 * The change of a case that can be undone now: its newest, and the newest of the other case too, for changes come apart in the
 * order they were laid on one another, backwards. Null when there is none.
 */
export async function lastChange(db: Db, caseId: string): Promise<Change | null> {
  const { rows } = await sql<{ id: string; undo: string; caseIds: string[]; covered: boolean }>`
    select c.id, c.undo, c.case_ids as "caseIds",
      exists (select from case_change l where l.case_ids && c.case_ids and l.undone_at is null and l.id > c.id) as covered
    from case_change c where c.case_ids @> array[${caseId}]::uuid[] and c.undone_at is null
    order by c.id desc limit 1`.execute(db)
  const row = rows[0]
  return row && !row.covered ? { id: row.id, caseIds: row.caseIds, undo: JSON.parse(row.undo) as Undo } : null
}

export async function markUndone(trx: Trx, changeId: string): Promise<void> {
  await trx
    .updateTable('case_change')
    .set({ undone_at: sql`clock_timestamp()` })
    .where('id', '=', changeId)
    .execute()
}
