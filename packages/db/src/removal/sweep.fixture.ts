import { type SeededPost, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { batchOf, sealing } from '../ingest/batch.fixture.ts'
import { storeBatch } from '../ingest/store-batch.ts'

type Terms = {
  holdForSafety?: string
  retentionDays?: number
  recheckHours?: number
  deletionSlaHours?: number
}

/** A stack whose one source has these terms, with the acts the tests of removal need. */
export async function under(terms: Terms = {}, permission: string | null = null) {
  const stack = await startStack()
  await sql`update source set policy = ${JSON.stringify(terms)}, permission_reference = ${permission}, acknowledged_at = now()`.execute(
    stack.db,
  )
  const [ingest, clock] = [stack.dbAs('hark_ingest'), stack.dbAs('hark_clock')]
  const remove = (externalId: string, reason: 'deleted' | 'taken_down' = 'deleted') =>
    storeBatch(
      ingest,
      batchOf(stack.programme, {
        removals: [{ kind: 'post', externalId, reason, at: new Date().toISOString() }],
      }),
      sealing,
    )
  /** As if all this had been longer ago: what is append-only is moved past its guards, which only a superuser can. */
  const later = (hours: number) =>
    stack.db.transaction().execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx)
      await sql`update post set removed_at = removed_at - make_interval(secs => ${hours * 3600}) where removed_at is not null`.execute(
        trx,
      )
      await sql`update post_removal set at = at - make_interval(secs => ${hours * 3600})`.execute(trx)
    })
  const state = async ({ id }: SeededPost) => {
    const row = await stack.db.selectFrom('post').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    return row.erased_at ? 'erased' : row.reduced_at ? 'reduced' : row.removed_at ? 'held' : 'there'
  }
  return Object.assign(stack, { ingest, clock, remove, later, state })
}
