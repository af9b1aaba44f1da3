import { Readable } from 'node:stream'
import { routes } from '@hark/contract'
import { appendEntry, asOf } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { exportBundle } from '../views/export-bundle.ts'

/** The software named in manifests: part of the bytes, so it changes only with the format. */
const SOFTWARE = 'hark 0.1.0'

export function exportRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.audit.exportBundle, async ({ query, caller, reply }) => {
    if (query.to <= query.from) throw new DomainError('input.invalid', 'The period must end after it begins.')
    const end = await asOf(ctx.db, query.to)
    if (!end) throw new DomainError('not_found', 'Nothing is in the ledger yet: there is nothing to export.')
    await ctx.db.transaction().execute((trx) =>
      appendEntry(trx, {
        actor: actorOf(caller),
        action: 'export.made',
        object: { type: 'export', id: crypto.randomUUID() },
        ref: {
          from: query.from,
          to: query.to,
          programme: query.programme ?? '',
          product: query.product ?? '',
          size: String(end.size),
        },
      }),
    )
    const bundle = exportBundle(ctx.db, {
      query,
      asOf: end,
      software: SOFTWARE,
      requestedBy: caller.username,
      signer: ctx.exportSigner,
      open: ctx.openPrivate,
    })
    const name = `hark-${query.from.slice(0, 10)}-${query.to.slice(0, 10)}.tar`
    reply
      .header('content-type', 'application/x-tar')
      .header('content-disposition', `attachment; filename="${name}"`)
    return reply.send(Readable.from(bundle)) as never
  })
}
