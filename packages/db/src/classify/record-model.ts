import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { appendEntry, newEntryId } from '../entries.ts'

/** What judges posts; `facts` are what a candidate's card says of it: figures and hashes, no texts. */
export type JudgingModel = { model: string; threshold: number; facts: Record<string, string> }

/**
 * Records that another model judges posts from now on, once: a restart under the same one says nothing, going back to an earlier one
 * does. True where it was another.
 */
export async function recordModel(db: Db, { model, threshold, facts }: JudgingModel): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // Several classifiers may start at once; they follow one another here.
    await sql`select pg_advisory_xact_lock(hashtextextended('judging_model', 2))`.execute(trx)
    const { rows } = await sql<{ model: string }>`
      select model from judging_model order by seq desc limit 1`.execute(trx)
    if (rows[0]?.model === model) return false
    const id = newEntryId()
    await sql`insert into judging_model (model, entry_id) values (${model}, ${id})`.execute(trx)
    await appendEntry(
      trx,
      {
        actor: { id: 'classifier', kind: 'service' },
        action: 'model.changed',
        object: { type: 'model', id: model },
        ref: { threshold: String(threshold), ...facts },
      },
      { id },
    )
    return true
  })
}
