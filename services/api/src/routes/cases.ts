import { routes } from '@hark/contract'
import { saveDraft } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import { concludeCase, withdrawConclusion } from '../cases/conclude.ts'
import { readHistory } from '../cases/history.ts'
import { joinCase } from '../cases/join.ts'
import { KeptCounts } from '../cases/kept-counts.ts'
import { claimCase, heartbeat, holdCase, releaseCase, resumeCase } from '../cases/lease.ts'
import { readQueue } from '../cases/queue.ts'
import { noteShown, readAhead, readCase } from '../cases/read.ts'
import { recomputeClock } from '../cases/recompute.ts'
import { reopenCase } from '../cases/reopen.ts'
import { revealAuthor } from '../cases/reveal.ts'
import { splitCase } from '../cases/split.ts'
import { undoChange } from '../cases/undo.ts'
import { recordVendorAwareness } from '../cases/vendor-awareness.ts'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { endReplyRelease, releaseReply } from '../replies/release.ts'

export function caseRoutes(app: FastifyInstance, ctx: ApiContext): void {
  readingRoutes(app, ctx)
  leaseRoutes(app, ctx)
  decidingRoutes(app, ctx)
  reshapingRoutes(app, ctx)
}

function readingRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { cases } = routes
  const counted = new KeptCounts()
  app.addHook('onSend', async (req) => {
    if (req.method !== 'GET') counted.forget()
  })
  handle(app, cases.queue, ({ caller, query }) => readQueue(ctx, caller, query, counted))
  handle(app, cases.read, ({ caller, params }) => readCase(ctx, caller, params.id))
  handle(app, cases.ahead, ({ caller, params }) => readAhead(ctx, caller, params.id))
  handle(app, cases.shown, ({ caller, params, body }) => noteShown(ctx, caller, params.id, body.agoMs))
  handle(app, cases.history, async ({ params }) => ({ items: await readHistory(ctx, params.id) }))
  handle(app, cases.reveal, ({ caller, params, body }) => revealAuthor(ctx, caller, params.id, body))
}

function leaseRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { cases } = routes
  handle(app, cases.claim, ({ caller, params, body }) => claimCase(ctx, caller, params.id, body.tab))
  handle(app, cases.heartbeat, ({ caller, params, body }) => heartbeat(ctx, caller, params.id, body.token))
  handle(app, cases.release, ({ caller, params, body }) => releaseCase(ctx, caller, params.id, body))
  handle(app, cases.hold, ({ caller, params, body }) => holdCase(ctx, caller, params.id, body))
  handle(app, cases.resume, ({ caller, params }) => resumeCase(ctx, caller, params.id))
}

function decidingRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { cases } = routes
  handle(app, cases.saveDraft, async ({ caller, params, body }) => {
    const savedAt = await saveDraft(ctx.db, params.id, caller.id, body.body)
    if (!savedAt) throw new DomainError('not_found', 'There is no such case.')
    return { savedAt }
  })
  handle(app, cases.conclude, ({ caller, params, body }) => concludeCase(ctx, caller, params.id, body))
  handle(app, cases.withdrawConclusion, ({ caller, params, body }) =>
    withdrawConclusion(ctx, caller, params.id, body.reason),
  )
  handle(app, cases.reopen, ({ caller, params, body }) => reopenCase(ctx, caller, params.id, body.reason))
}

function reshapingRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { cases } = routes
  handle(app, cases.split, ({ caller, params, body }) => splitCase(ctx, caller, params.id, body))
  handle(app, cases.join, ({ caller, params, body }) => joinCase(ctx, caller, params.id, body))
  handle(app, cases.undo, ({ caller, params, body }) => undoChange(ctx, caller, params.id, body.token))
  handle(app, cases.releaseReply, ({ caller, params, body }) => releaseReply(ctx, caller, params.id, body))
  handle(app, cases.endRelease, ({ caller, params, body }) => endReplyRelease(ctx, caller, params.id, body))
  handle(app, cases.vendorAwareness, ({ caller, params, body }) =>
    recordVendorAwareness(ctx, caller, params.id, body),
  )
  handle(app, cases.recompute, ({ caller, params, body }) => recomputeClock(ctx, caller, params.id, body))
}
