import { DomainError, type Programme } from '@hark/domain'
import type { Db } from '../connect.ts'
import { insertSource } from '../programmes.ts'
import { loadProgrammes, type SourceToRead, sourceColumns } from './sources.ts'

/** A programme by its name, or by the beginning of it where that is one only. Throws `not_found` with the names there are. */
export async function findProgramme(db: Db, name: string): Promise<Programme> {
  const all = [...(await loadProgrammes(db)).values()]
  const wanted = name.toLowerCase()
  const exact = all.filter((p) => p.name.toLowerCase() === wanted || p.id === name)
  const begun = all.filter((p) => p.name.toLowerCase().startsWith(wanted))
  const found = exact.length > 0 ? exact : begun
  if (found.length === 1) return found[0] as Programme
  const names = all.map((p) => `"${p.name}"`).join(', ')
  throw new DomainError(
    'not_found',
    found.length === 0
      ? `No programme "${name}". There is: ${names}.`
      : `"${name}" could be ${names}; give the whole name.`,
  )
}

/**
 * The source row of an imported file: made at its first import, taken up again where an import was interrupted, begun anew where it
 * had ended (what is stored already then counts as duplicate).
 */
export async function openFileSource(
  db: Db,
  s: { programmeId: string; name: string; policy: unknown },
): Promise<SourceToRead> {
  return db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom('source')
      .select(['id', 'state'])
      .where('programme_id', '=', s.programmeId)
      .where('name', '=', s.name)
      .forUpdate()
      .executeTakeFirst()
    if (known?.state === 'ended') {
      await trx
        .updateTable('source')
        .set({ state: 'running', cursor: null })
        .where('id', '=', known.id)
        .execute()
    }
    const id =
      known?.id ??
      (await insertSource(
        trx,
        { ...s, platform: 'file', config: {}, state: 'running', acknowledgedBy: 'import' },
        { id: 'import', kind: 'service' },
      ))
    return (await trx
      .selectFrom('source')
      .select(sourceColumns)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()) as SourceToRead
  })
}
