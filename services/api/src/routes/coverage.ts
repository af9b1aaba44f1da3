import { routes } from '@hark/contract'
import {
  changePurpose,
  endListening,
  goLive,
  insertProgramme,
  listQuarantine,
  loadProgrammes,
  pauseSource,
  readBalance,
  readCoverage,
  resumeSource,
  retryQuarantined,
} from '@hark/db'
import { DomainError } from '@hark/domain'
import { blueskySource, liveStatement } from '@hark/sources'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { viewProgramme, viewProgrammes } from '../views/programme.ts'
import { viewNotices, viewSources } from '../views/source.ts'

export function coverageRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { coverage } = routes
  handle(app, coverage.sources, async () => ({ items: await viewSources(ctx) }))
  handle(app, coverage.coverage, async ({ query }) => ({
    ...(await readCoverage(ctx.db, query)),
    notices: await viewNotices(ctx, query.source),
  }))
  handle(app, coverage.balance, async () => readBalance(ctx.db))
  handle(app, coverage.quarantine, async () => ({ items: await listQuarantine(ctx.db) }))
  handle(app, coverage.programmes, async () => ({ items: await viewProgrammes(ctx.db) }))
  handle(app, coverage.livePolicy, async () => {
    const { policy } = blueskySource()
    return { policy: { ...policy }, statement: liveStatement(policy) }
  })

  handle(app, coverage.pause, async ({ params, body, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const entry = await pauseSource(trx, params.id, actorOf(caller), body.reason, ctx.seal)
      return receiptOf(
        trx,
        found(entry, 'Only a running source is paused.'),
        'Source paused; the gap is recorded.',
      )
    }),
  )

  handle(app, coverage.resume, async ({ params, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const entry = await resumeSource(trx, params.id, actorOf(caller))
      return receiptOf(
        trx,
        found(entry, 'Only a paused source is resumed.'),
        'Source reads on from where it stopped.',
      )
    }),
  )

  handle(app, coverage.end, async ({ params, body, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const entry = await endListening(trx, params.id, actorOf(caller), body.reason, ctx.seal)
      return receiptOf(
        trx,
        found(entry, 'There is no such source, or it has ended.'),
        'Source ended; what it brought stays.',
      )
    }),
  )

  handle(app, coverage.retry, async ({ params, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const entry = await retryQuarantined(trx, params.id, actorOf(caller))
      return receiptOf(
        trx,
        found(entry, 'This post is not in quarantine.'),
        'Post given back to the classifier.',
      )
    }),
  )

  handle(app, coverage.createProgramme, async ({ body, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const products = body.products.map((p) => ({ ...p, group: p.group ?? p.substance }))
      const id = await insertProgramme(trx, { ...body, kind: 'live', products }, actorOf(caller))
      const { last_entry } = await trx
        .selectFrom('programme')
        .select('last_entry')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return {
        programme: await viewProgramme(trx, id),
        receipt: await receiptOf(trx, last_entry, `Programme "${body.name}" created.`),
      }
    }),
  )

  handle(app, coverage.changeProgramme, async ({ params, body, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const by = { actor: actorOf(caller), seal: ctx.seal }
      const entry = await changePurpose(trx, params.id, body, by)
      const programme = await viewProgramme(trx, params.id)
      return { programme, receipt: await receiptOf(trx, entry, `Programme "${programme.name}" changed.`) }
    }),
  )

  handle(app, coverage.goLive, async ({ params, body, caller }) => {
    if (body.acknowledge !== caller.printedName) {
      throw new DomainError(
        'source.not_acknowledged',
        `Type your name exactly as printed: ${caller.printedName}.`,
      )
    }
    const programme = (await loadProgrammes(ctx.db)).get(params.id)
    if (!programme) throw new DomainError('not_found', 'There is no such programme.')
    const { entryId } = await goLive(ctx.db, {
      programme,
      ...blueskySource(),
      acknowledgedBy: body.acknowledge,
      actor: actorOf(caller),
    })
    return ctx.db
      .transaction()
      .execute((trx) => receiptOf(trx, entryId, `Listening to Bluesky for "${programme.name}".`))
  })
}

function found(entryId: string | null, otherwise: string): string {
  if (entryId === null) throw new DomainError('not_found', otherwise)
  return entryId
}
