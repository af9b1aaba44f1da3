import { type Receipt, routes } from '@hark/contract'
import {
  acknowledgeHandoff,
  appendEntry,
  handoffCounts,
  listHandoffs,
  lockHandoff,
  type NewEntry,
  newEntryId,
  retryHandoff,
  type Trx,
} from '@hark/db'
import { DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { type Caller, handle } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { viewDeployment } from '../views/deployment.ts'
import { viewHandoff } from '../views/handoff.ts'

export function handoffRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.handoffs.list, async ({ query }) => {
    const items = await listHandoffs(ctx.db, query.state, query.limit)
    return { items: items.map(viewHandoff), counts: await handoffCounts(ctx.db, await countsPractice(ctx)) }
  })
  handle(app, routes.handoffs.acknowledge, ({ caller, params, body }) =>
    changeHandoff(ctx, caller, params.id, async (trx, h, entryId) => {
      assertOpen(h)
      await acknowledgeHandoff(trx, { ...h, safetyCaseId: body.safetyCaseId, entryId })
      return {
        action: 'handoff.acked',
        why: 'by_hand',
        ref: { case: h.caseId, safety_case: body.safetyCaseId },
        secret: { reason: body.reason },
        what: `Acknowledged as ${body.safetyCaseId}.`,
      }
    }),
  )
  handle(app, routes.handoffs.retry, ({ caller, params }) =>
    changeHandoff(ctx, caller, params.id, async (trx, h, entryId) => {
      assertOpen(h)
      await retryHandoff(trx, h.id, entryId)
      return {
        action: 'handoff.retried',
        ref: { case: h.caseId },
        what: 'It is tried again now.',
      }
    }),
  )
}

type Told = Pick<NewEntry, 'action' | 'why' | 'ref' | 'secret'> & { what: string }
type Locked = NonNullable<Awaited<ReturnType<typeof lockHandoff>>>

function assertOpen({ state }: Locked): void {
  if (state === 'acked')
    throw new DomainError('handoff.illegal_transition', 'This hand-off is acknowledged already.')
  if (state === 'withdrawn')
    throw new DomainError(
      'handoff.illegal_transition',
      'It was withdrawn before it left: its case was opened again.',
    )
}

function changeHandoff(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  change: (trx: Trx, h: Locked, entryId: string) => Promise<Told>,
): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const h = await lockHandoff(trx, id)
    if (!h) throw new DomainError('not_found', 'There is no such hand-off.')
    const entryId = newEntryId()
    const { what, ...entry } = await change(trx, h, entryId)
    const object = { type: 'handoff', id }
    await appendEntry(trx, { actor: actorOf(caller), object, ...entry }, { id: entryId, seal: ctx.seal })
    return receiptOf(trx, entryId, what)
  })
}

/** Practice hand-offs are never counted with real ones: they are counted only while nothing real is listened to. */
async function countsPractice(ctx: ApiContext): Promise<boolean> {
  const real = await ctx.db
    .selectFrom('programme')
    .select('id')
    .where('kind', '=', 'live')
    .limit(1)
    .executeTakeFirst()
  return real === undefined && (await viewDeployment(ctx)).kind === 'practice'
}
