import type { Programme } from '@hark/domain'
import type { Db } from '../connect.ts'
import type { Actor } from '../entries.ts'
import { goLive } from '../go-live.ts'
import { insertSource } from '../programmes.ts'
import { type SourceToRead, sourceColumns } from './sources.ts'

export type FileToImport = {
  programme: Programme
  name: string
  policy: unknown
  /** Printed name of who accepts the terms. A practice programme asks nobody: null. */
  acknowledgedBy: string | null
  actor: Actor
}

/**
 * The source row of an imported file: made at its first import, taken up again where an import was interrupted, begun anew where it
 * had ended (what is stored already then counts as duplicate). What real people wrote is imported under every rule a source that
 * listens is under: throws as `goLive` does.
 */
export async function openFileSource(db: Db, f: FileToImport): Promise<SourceToRead> {
  await beginAnewWhereEnded(db, f)
  const id = f.programme.kind === 'practice' ? await openForPractice(db, f) : await openForReal(db, f)
  return (await db
    .selectFrom('source')
    .select(sourceColumns)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()) as SourceToRead
}

async function beginAnewWhereEnded(db: Db, { programme, name }: FileToImport): Promise<void> {
  await db
    .updateTable('source')
    .set({ cursor: null })
    .where('programme_id', '=', programme.id)
    .where('name', '=', name)
    .where('state', '=', 'ended')
    .execute()
}

async function openForReal(db: Db, { acknowledgedBy, ...file }: FileToImport): Promise<string> {
  if (acknowledgedBy === null) throw new Error('what real people wrote is imported in somebody’s name')
  const { sourceId } = await goLive(db, { ...file, acknowledgedBy, platform: 'file', config: {} })
  return sourceId
}

async function openForPractice(db: Db, { programme, name, policy, actor }: FileToImport): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const known = await trx
      .updateTable('source')
      .set({ state: 'running' })
      .where('programme_id', '=', programme.id)
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst()
    if (known) return known.id
    const own = { programmeId: programme.id, platform: 'file', name, config: {}, policy }
    // The table asks for a name of every file; invented posts have no terms that anybody could accept.
    return insertSource(trx, { ...own, state: 'running', acknowledgedBy: 'import' }, actor)
  })
}
