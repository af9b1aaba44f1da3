import { routes } from '@hark/contract'
import { listEntries, newestCheckpoint, unsequenced } from '@hark/db'
import { ledgerActions } from '@hark/ledger'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { verifyNow } from '../views/verify-now.ts'

export function auditRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.audit.entries, async ({ query: { cursor, limit, ...q } }) => {
    const items = await listEntries(ctx.db, { ...q, limit, before: cursor })
    const last = items.length === limit ? items.at(-1) : undefined
    return { items, next: last ? String(last.stagedNo) : null, actions: Object.keys(ledgerActions) }
  })

  handle(app, routes.audit.checkpoint, async () => {
    const newest = await newestCheckpoint(ctx.db)
    return newest && { ...newest, vkey: ctx.config.HARK_LEDGER_VKEY, unsequenced: await unsequenced(ctx.db) }
  })

  handle(app, routes.audit.verify, async () => verifyNow(ctx))

  handle(app, routes.audit.exports, async () => ({
    items: await listEntries(ctx.db, { action: 'export.made', limit: 200 }),
  }))
}
