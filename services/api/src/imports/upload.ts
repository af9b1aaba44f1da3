import { announceFile, endFileImport, endSource, loadProgrammes, readFileImport, touchFile } from '@hark/db'
import { DomainError, MOST_UPLOAD_BYTES } from '@hark/domain'
import { tooLarge } from '@hark/sources'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { uploadsOf, viewImportById } from './view.ts'

type Announced = { programmeId: string; fileName: string; bytes: number }

/** A place for a file that is to come. Nothing of it is anybody's source yet. */
export async function announce(ctx: ApiContext, caller: Caller, { programmeId, fileName, bytes }: Announced) {
  uploadsOf(ctx)
  if (bytes > MOST_UPLOAD_BYTES) throw tooLarge()
  if (!(await loadProgrammes(ctx.db)).has(programmeId))
    throw new DomainError('not_found', 'There is no such programme.')
  return viewImportById(
    ctx,
    await announceFile(ctx.db, { programmeId, personId: caller.id, fileName, bytes }),
  )
}

export async function putPiece(ctx: ApiContext, id: string, { at, piece }: { at: number; piece: string }) {
  const uploads = uploadsOf(ctx)
  const { bytes } = await touchFile(ctx.db, id)
  return { received: await uploads.put(id, at, Buffer.from(piece, 'base64'), bytes) }
}

/** Discards a file that waits, or stops its import: what is stored by then stays, under its terms. The file goes either way. */
export async function dropImport(ctx: ApiContext, id: string) {
  const uploads = uploadsOf(ctx)
  const { sourceId } = await readFileImport(ctx.db, id)
  if (!(await endFileImport(ctx.db, id, 'dropped')))
    throw new DomainError('not_found', 'This import has ended already.')
  if (sourceId) await endSource(ctx.db, sourceId)
  await uploads.remove(id)
  return viewImportById(ctx, id)
}

/** The path of a file that is here in full, of an import a person goes on with. */
export async function wholeFile(ctx: ApiContext, id: string) {
  const uploads = uploadsOf(ctx)
  const row = await touchFile(ctx.db, id)
  const received = await uploads.size(id)
  if (received !== row.bytes)
    throw new DomainError('input.invalid', 'The file is not here in full yet.', { received })
  return { row, path: uploads.path(id) }
}
