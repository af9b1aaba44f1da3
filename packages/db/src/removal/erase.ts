import { sql } from 'kysely'
import type { Trx } from '../connect.ts'

/**
 * Every copy of what posts said goes: content, search words (by trigger), near-copy marks, findings or what they quote. What stays is
 * the tombstone: identifiers, hashes, times. A post that was never judged counts as erased, and is not judged any more.
 */
export async function erasePosts(trx: Trx, ids: readonly string[]): Promise<void> {
  const posts = sql`${[...ids]}::uuid[]`
  await sql`update post set erased_at = clock_timestamp(), text = null, raw = null, author_sealed = null, author_withheld = author_withheld or author_ref is not null, author_ref = null,
      url = null, media = '[]'
    where id = any(${posts}) and erased_at is null`.execute(trx)
  const { rows } = await sql<{
    id: string
  }>`select distinct post_id as id from case_post where post_id = any(${posts})`.execute(trx)
  const ofCases = rows.map(({ id }) => id)
  await sql`delete from finding where post_id = any(${posts}) and post_id <> all(${ofCases}::uuid[])`.execute(
    trx,
  )
  if (ofCases.length > 0) await forgetQuotes(trx, ofCases)
  await sql`delete from post_check where post_id = any(${posts})`.execute(trx)
}

/** Only what was flagged has near-copy marks, and they have no index by post: they are looked through only when a case's post goes. */
async function forgetQuotes(trx: Trx, ids: readonly string[]): Promise<void> {
  await sql`update finding set detail = without_quotes(detail), structure = null where post_id = any(${[...ids]}::uuid[])`.execute(
    trx,
  )
  await sql`delete from near_copy_band where post_id = any(${[...ids]}::uuid[])`.execute(trx)
}

/**
 * A forwarded case keeps its words; whose they are, even as a pseudonym, the address, what described its pictures and all else the
 * platform sent go (field-guide §5.3, 3). No terms let more be kept: what detection and a report need are the words.
 */
export async function reducePosts(trx: Trx, ids: readonly string[]): Promise<void> {
  await sql`update post set reduced_at = clock_timestamp(), raw = null, author_sealed = null, author_withheld = author_ref is not null,
      author_ref = null, url = null, media = '[]'
    where id = any(${[...ids]}::uuid[]) and erased_at is null and reduced_at is null`.execute(trx)
  await sql`delete from post_check where post_id = any(${[...ids]}::uuid[])`.execute(trx)
}

/** Work on posts that are no more ends: nobody judges a tombstone. For the clock, which may end stages. */
export async function endStages(trx: Trx, ids: readonly string[]): Promise<void> {
  await sql`update post_stage set state = 'done', outcome = 'negative', lease_token = null, lease_until = null
    where post_id = any(${[...ids]}::uuid[]) and stage = 'classify' and state <> 'done'`.execute(trx)
}
