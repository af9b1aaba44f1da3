import { Readable } from 'node:stream'
import { type ImportMapping, routes } from '@hark/contract'
import { listFileImports, loadProgrammes, readFileImport, readRejected } from '@hark/db'
import { DomainError, type Programme } from '@hark/domain'
import { SavedProfile } from '@hark/sources'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { previewInThread } from '../imports/preview.ts'
import { rejectedLines } from '../imports/rejected-lines.ts'
import { startImport } from '../imports/start.ts'
import { announce, dropImport, putPiece, wholeFile } from '../imports/upload.ts'
import { viewImportById } from '../imports/view.ts'

const SHOWN = 50

export function importRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { imports } = routes
  handle(app, imports.list, async () => ({ items: await listFileImports(ctx.db, SHOWN) }))
  handle(app, imports.announce, async ({ body, caller }) => announce(ctx, caller, body))
  handle(app, imports.piece, async ({ params, body }) => putPiece(ctx, params.id, body))
  handle(app, imports.one, async ({ params }) => viewImportById(ctx, params.id))
  handle(app, imports.drop, async ({ params }) => dropImport(ctx, params.id))
  handle(app, imports.start, async ({ params, body, caller }) => startImport(ctx, caller, params.id, body))
  handle(app, imports.preview, async ({ params, body }) => {
    const { row, path } = await wholeFile(ctx, params.id)
    const { products } = (await loadProgrammes(ctx.db)).get(row.programme.id) as Programme
    return previewInThread({ path, mapping: body.mapping, products })
  })
  handle(app, imports.rejected, async ({ params, reply }) => {
    await readFileImport(ctx.db, params.id)
    reply
      .header('content-type', 'text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="rejected-${params.id}.csv"`)
    return reply.send(Readable.from(rejectedLines(readRejected(ctx.db, params.id)))) as never
  })
  handle(app, imports.profiles, async () => ({
    items: (ctx.profiles?.names() ?? []).flatMap((name) => profileNamed(ctx, name)),
  }))
  handle(app, imports.saveProfile, async ({ params: { name }, body }) => {
    if (!ctx.profiles)
      throw new DomainError(
        'not_found',
        'Mappings cannot be saved here: HARK_PROFILE_DIR gives them a place.',
      )
    ctx.profiles.save(profileOf(name, body.mapping))
    return { name }
  })
}

/** One that somebody broke by hand is left out: the others can be used. */
function profileNamed({ profiles }: ApiContext, name: string): { name: string; mapping: ImportMapping }[] {
  try {
    const saved = profiles?.read(name)
    if (!saved) return []
    const { name: _name, ...mapping } = saved
    return [{ name, mapping }]
  } catch {
    return []
  }
}

/** Throws `input.invalid` for a mapping that cannot be used: without the column of the text, above all. */
function profileOf(name: string, mapping: ImportMapping): SavedProfile {
  const parsed = SavedProfile.safeParse({ ...mapping, name })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new DomainError('input.invalid', `The mapping ${issue?.message ?? 'is not valid'}.`)
}
