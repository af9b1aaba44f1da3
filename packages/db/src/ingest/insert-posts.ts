import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import type { PostRow } from './post-row.ts'

export type Placement = {
  programmeId: string
  sourceId: string
  practice: boolean
  hour: string
  entryId: string
}

/** Inserts what is new, in one statement, and answers the ids that are; the rest were stored before. */
export async function insertPosts(trx: Trx, rows: readonly PostRow[], at: Placement): Promise<Set<string>> {
  const column = <K extends keyof PostRow>(k: K): PostRow[K][] => rows.map((r) => r[k])
  const inserted = await sql<{ id: string }>`
    insert into post (id, programme_id, source_id, platform, external_id, version_sha256, revision, practice, author_ref, author_sealed,
      text, lang, url, media, raw, posted_at, received_at, counted_hour, parent_id, root_id, quoted_id, entry_id)
    select r.id, ${at.programmeId}, ${at.sourceId}, r.platform, r.external_id, r.version_sha256, r.revision, ${at.practice}, r.author_ref, r.author_sealed,
      r.text, r.lang, r.url, r.media, r.raw, r.posted_at, r.received_at, ${at.hour}, r.parent_id, r.root_id, r.quoted_id, ${at.entryId}
    from unnest(${column('id')}::uuid[], ${column('platform')}::text[], ${column('external_id')}::text[], ${column('version_sha256')}::bytea[],
      ${column('revision')}::text[], ${column('author_ref')}::bytea[], ${column('author_sealed')}::bytea[], ${column('text')}::text[],
      ${column('lang')}::text[], ${column('url')}::text[], ${column('media')}::jsonb[], ${column('raw')}::text[],
      ${column('posted_at')}::timestamptz[], ${column('received_at')}::timestamptz[], ${column('parent_id')}::text[],
      ${column('root_id')}::text[], ${column('quoted_id')}::text[])
      as r(id, platform, external_id, version_sha256, revision, author_ref, author_sealed, text, lang, url, media, raw, posted_at, received_at, parent_id, root_id, quoted_id)
    on conflict (programme_id, platform, external_id, version_sha256) do nothing
    returning id`.execute(trx)
  return new Set(inserted.rows.map((r) => r.id))
}

/** The work to do, in the same transaction as the post: whatever happens to the queue, this row remembers. */
export async function insertStages(trx: Trx, postIds: readonly string[]): Promise<void> {
  await sql`insert into post_stage (post_id, stage) select id, 'classify' from unnest(${[...postIds]}::uuid[]) as t(id)`.execute(
    trx,
  )
}
