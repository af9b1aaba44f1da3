import { DomainError } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { uuidv7 } from '../ids.ts'
import type { Counts } from './counts.ts'
import { type SourceToRead, sourceColumns } from './sources.ts'

export type FileImportState = 'open' | 'wanted' | 'done' | 'failed' | 'dropped'
export type FileImportRow = Counts & {
  id: string
  programme: { id: string; name: string }
  practice: boolean
  fileName: string
  bytes: number
  state: FileImportState
  sourceId: string | null
  mapping: unknown
  /** 0 to 1: how far it is read. */
  share: number
  offered: number
  problem: string | null
  madeBy: string
  madeAt: string
  endedAt: string | null
}

/** Files that may lie about at once: the place they wait in is bounded by this and by the size of one. */
const MOST_OPEN = 10

/** Announces a file. Throws `overloaded` where too many wait already. */
export async function announceFile(
  db: Db,
  f: { programmeId: string; personId: string; fileName: string; bytes: number },
): Promise<string> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('file_import', 36))`.execute(trx)
    if ((await heldFiles(trx)).size >= MOST_OPEN)
      throw new DomainError(
        'overloaded',
        `${MOST_OPEN} files wait or are being imported. Finish or discard one of them first.`,
      )
    const id = uuidv7()
    const row = { id, programme_id: f.programmeId, person_id: f.personId, file_name: f.fileName }
    await trx
      .insertInto('file_import')
      .values({ ...row, bytes: f.bytes })
      .execute()
    return id
  })
}

const columns = sql`
  i.id, jsonb_build_object('id', g.id, 'name', g.name) as programme, g.kind = 'practice' as practice, i.file_name as "fileName", i.bytes, i.state,
  i.source_id as "sourceId", i.mapping, i.share, i.offered, i.unmatched, i.duplicate, i.stored, i.rejected, i.problem,
  p.printed_name as "madeBy", i.made_at as "madeAt", i.ended_at as "endedAt"
  from file_import i join programme g on g.id = i.programme_id join person p on p.id = i.person_id`

/** Throws `not_found`. */
export async function readFileImport(db: Db, id: string): Promise<FileImportRow> {
  const { rows } = await sql<FileImportRow>`select ${columns} where i.id = ${id}`.execute(db)
  if (!rows[0]) throw new DomainError('not_found', 'There is no such import.')
  return rows[0]
}

/** The latest, whoever made them. */
export async function listFileImports(db: Db, most: number): Promise<FileImportRow[]> {
  return (await sql<FileImportRow>`select ${columns} order by i.id desc limit ${most}`.execute(db)).rows
}

/** Imports whose file is still needed. */
export async function heldFiles(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('file_import').select('id').where('ended_at', 'is', null).execute()
  return new Set(rows.map(({ id }) => id))
}

/** A person goes on with it: it is not let go meanwhile. Throws `not_found` where it is no longer open. */
export async function touchFile(db: Db, id: string): Promise<FileImportRow> {
  const { numUpdatedRows } = await db
    .updateTable('file_import')
    .set({ touched_at: sql`clock_timestamp()` })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (numUpdatedRows === 0n)
    throw new DomainError('not_found', 'This file is gone, or its import has begun. Choose the file again.')
  return readFileImport(db, id)
}

/** Hands an open import to ingest. Throws `input.invalid` where another file of its name is being imported. */
export async function wantFileImport(
  db: Db,
  id: string,
  { sourceId, mapping }: { sourceId: string; mapping: unknown },
): Promise<void> {
  try {
    await db
      .updateTable('file_import')
      .set({ state: 'wanted', source_id: sourceId, mapping: mapping ? JSON.stringify(mapping) : null })
      .where('id', '=', id)
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow()
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'one_at_a_time') throw error
    throw new DomainError(
      'input.invalid',
      'A file of this name is being imported into this programme. Wait for it to end, or name this one otherwise.',
    )
  }
}

/** Ends an import, which lets its file go. False where it had ended before. */
export async function endFileImport(
  db: Db,
  id: string,
  state: 'done' | 'failed' | 'dropped',
  problem?: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('file_import')
    .set({
      state,
      ended_at: sql`clock_timestamp()`,
      ...(problem && { problem }),
      ...(state === 'done' && { share: 1 }),
    })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Files nobody went on with for so long: dropped, for what lies about is a copy of real people's words. */
export async function dropForgotten(db: Db, hours: number): Promise<void> {
  await sql`update file_import set state = 'dropped', ended_at = clock_timestamp()
    where state = 'open' and touched_at < now() - make_interval(hours => ${hours})`.execute(db)
}

export type WantedImport = { id: string; programmeId: string; mapping: unknown; attempts: number }
/** `ended`: somebody ended its source, and with it the import. */
export type TakenImport = { file: WantedImport; source: SourceToRead; ended: boolean }

/**
 * The import to go on with: the oldest that waits and is not paused, whoever began it. Counted before it is read, so that one that ends
 * its reader is known.
 */
export async function takeFileImport(db: Db): Promise<TakenImport | null> {
  const { rows } = await sql<WantedImport & { sourceId: string }>`
    update file_import set attempts = attempts + 1
    where state = 'wanted' and id = (select i.id from file_import i join source s on s.id = i.source_id
      where i.state = 'wanted' and s.state <> 'paused' order by i.id limit 1)
    returning id, programme_id as "programmeId", mapping, attempts, source_id as "sourceId"`.execute(db)
  if (!rows[0]) return null
  const { sourceId, ...file } = rows[0]
  const { state, ...source } = await db
    .selectFrom('source')
    .select([...sourceColumns, 'state'])
    .where('id', '=', sourceId)
    .executeTakeFirstOrThrow()
  return { file, source: source as SourceToRead, ended: state === 'ended' }
}

/** Counts a batch in its own transaction. False where somebody dropped the import or stopped its source: the batch must not stay either. */
export async function countImported(trx: Trx, id: string, c: Counts, share: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update file_import set share = ${share}, attempts = 0, unmatched = unmatched + ${c.unmatched}, duplicate = duplicate + ${c.duplicate},
      stored = stored + ${c.stored}, rejected = rejected + ${c.rejected},
      offered = offered + ${c.unmatched + c.duplicate + c.stored + c.rejected}
    where id = ${id} and state = 'wanted' and exists (select from source s where s.id = source_id and s.state = 'running')`.execute(
    trx,
  )
  return numAffectedRows === 1n
}

export async function noteShare(db: Db, id: string, share: number): Promise<void> {
  await db
    .updateTable('file_import')
    .set({ share })
    .where('id', '=', id)
    .where('state', '=', 'wanted')
    .execute()
}

export type RejectedLine = { line: number | null; reason: string }

/** Lines an import could not take, in the order of the file, a page at a time: there may be millions. */
export async function* readRejected(db: Db, importId: string, page = 10_000): AsyncGenerator<RejectedLine[]> {
  let after = 0
  while (true) {
    const rows = await db
      .selectFrom('rejection')
      .select(['id', 'line', 'reason'])
      .where('batch_id', '=', importId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(page)
      .execute()
    if (rows.length > 0) yield rows
    if (rows.length < page) return
    after = rows.at(-1)?.id ?? after
  }
}
