import type { ImportMapping, routes } from '@hark/contract'
import { assertMayListen, loadProgrammes, openFileSource, wantFileImport } from '@hark/db'
import { DomainError, type Programme } from '@hark/domain'
import { importPolicy, mappedFile } from '@hark/sources'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { wholeFile } from './upload.ts'
import { viewImportById } from './view.ts'

type Asked = { mapping: ImportMapping | null; acknowledge: string | null }
type Started = (typeof routes.imports.start)['ok']['_zod']['output']

/** The purpose is written and the terms accepted by the name of who is signed in, as for every source; then ingest reads the file. */
export async function startImport(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  asked: Asked,
): Promise<Started> {
  const { row, path } = await wholeFile(ctx, id)
  mappedFile(path, asked.mapping) // one that cannot be used is refused before anybody's name is under it
  const programme = (await loadProgrammes(ctx.db)).get(row.programme.id) as Programme
  const real = programme.kind === 'live'
  if (real) await assertAccepted(ctx, programme, caller, asked.acknowledge)
  const source = await openFileSource(ctx.db, {
    programme,
    name: `file ${row.fileName}`,
    policy: importPolicy(programme),
    acknowledgedBy: real ? caller.printedName : null,
    actor: actorOf(caller),
  })
  await wantFileImport(ctx.db, id, { sourceId: source.id, mapping: asked.mapping })
  const receipt = real ? await receiptOfSource(ctx, source.id, `Importing ${row.fileName}.`) : null
  return { import: await viewImportById(ctx, id), receipt }
}

async function assertAccepted(
  ctx: ApiContext,
  programme: Programme,
  { printedName }: Caller,
  acknowledge: string | null,
): Promise<void> {
  await assertMayListen(ctx.db, programme)
  if (acknowledge === printedName) return
  throw new DomainError('source.not_acknowledged', `Type your name exactly as printed: ${printedName}.`)
}

async function receiptOfSource({ db }: ApiContext, sourceId: string, what: string) {
  return db.transaction().execute(async (trx) => {
    const { last_entry } = await trx
      .selectFrom('source')
      .select('last_entry')
      .where('id', '=', sourceId)
      .executeTakeFirstOrThrow()
    return receiptOf(trx, last_entry, what)
  })
}
