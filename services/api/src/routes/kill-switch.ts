import { routes } from '@hark/contract'
import { appendEntry, engageKillSwitch, newEntryId, releaseKillSwitch } from '@hark/db'
import { DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { type Caller, handle } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

/** One person stops everything outgoing; two let it go again. */
export function killSwitchRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.responses.stop, async ({ body, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      await engageKillSwitch(trx, body.scope, caller.id, body.reason)
      const id = newEntryId()
      const entry = { ...entryOf(caller, body.scope), secret: { reason: body.reason } }
      await appendEntry(trx, { ...entry, action: 'kill_switch.engaged' }, { id, seal: ctx.seal })
      return receiptOf(trx, id, 'Everything outgoing is stopped.')
    }),
  )

  handle(app, routes.responses.letGo, async ({ body, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const answer = await releaseKillSwitch(trx, body.scope, caller.id)
      if (answer === 'not_engaged') throw new DomainError('kill_switch.not_engaged', 'Nothing is stopped.')
      if (answer === 'asked_before')
        throw new DomainError(
          'kill_switch.second_person_required',
          'You asked to release it; a second person must agree.',
        )
      const released = answer === 'released'
      const action = released ? 'kill_switch.released' : 'kill_switch.release_asked'
      const id = newEntryId()
      await appendEntry(trx, { ...entryOf(caller, body.scope), action }, { id })
      const what = released ? 'Sending goes on.' : 'Your wish is recorded; a second person must agree.'
      return { answer, receipt: await receiptOf(trx, id, what) }
    }),
  )
}

const entryOf = (caller: Caller, scope: string) => ({
  actor: actorOf(caller),
  object: { type: 'kill_switch', id: scope },
})
