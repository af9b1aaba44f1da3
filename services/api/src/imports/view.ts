import type { OpenImport } from '@hark/contract'
import { type FileImportRow, readFileImport } from '@hark/db'
import { DomainError } from '@hark/domain'
import { importPolicy, liveStatement, type UploadPlace } from '@hark/sources'
import type { ApiContext } from '../context.ts'

/** An import with how much of its file is here and what is accepted with it. */
export async function viewImport(ctx: ApiContext, row: FileImportRow): Promise<OpenImport> {
  const { mapping: _mapping, ...shown } = row
  const received = row.endedAt ? row.bytes : await ctx.uploads?.size(row.id)
  return { ...shown, received: received ?? 0, terms: row.practice ? null : termsOfFiles() }
}

function termsOfFiles(): OpenImport['terms'] {
  const policy = importPolicy({ kind: 'live' })
  return { statement: liveStatement(policy), policy: { ...policy } }
}

export const viewImportById = async (ctx: ApiContext, id: string): Promise<OpenImport> =>
  viewImport(ctx, await readFileImport(ctx.db, id))

/** Throws where this deployment was given no place for files. */
export function uploadsOf({ uploads }: ApiContext): UploadPlace {
  if (uploads) return uploads
  throw new DomainError(
    'not_found',
    'Files are imported on the host here: npm run hark -- import FILE --programme P. (HARK_UPLOAD_DIR gives them a place.)',
  )
}
