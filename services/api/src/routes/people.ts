import { routes } from '@hark/contract'
import {
  appendEntry,
  hashPassword,
  invite,
  invitePerson,
  listPeople,
  lockPerson,
  newEntryId,
  revokeSessionsOf,
  useTotpStep,
} from '@hark/db'
import { assertRolesCombine, DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import { assertNewPassword } from '../auth/new-password.ts'
import { checkShown } from '../auth/reauthenticate.ts'
import type { ApiContext } from '../context.ts'
import { type Caller, handle } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

export function peopleRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.people.list, async () => ({ items: await listPeople(ctx.db) }))

  handle(app, routes.people.create, async ({ body, caller }) =>
    ctx.db.transaction().execute(async (trx) => {
      const { id, entryId, invitation } = await invitePerson(trx, body, actorOf(caller))
      const person = (await listPeople(trx)).find((p) => p.id === id)
      if (!person) throw new DomainError('not_found', 'The person could not be read back.')
      return { person, invitation, receipt: await receiptOf(trx, entryId, `${body.printedName} was added.`) }
    }),
  )

  handle(app, routes.people.change, async ({ params, body, caller }) => {
    assertNotOwn(params.id, caller)
    const roles = body.roles && [...new Set(body.roles)]
    if (roles) assertRolesCombine(roles)
    return ctx.db.transaction().execute(async (trx) => {
      const before = await lockPerson(trx, params.id)
      const id = newEntryId()
      const change = {
        ...(roles && { roles }),
        ...(body.active !== undefined && { active: body.active }),
        ...(body.trainedUntil !== undefined && { trained_until: body.trainedUntil }),
      }
      await trx
        .updateTable('person')
        .set({ ...change, last_entry: id })
        .where('id', '=', params.id)
        .execute()
      if (roles || body.active === false) await revokeSessionsOf(trx, params.id)
      const ref = {
        roles_before: before.roles.join(' '),
        roles: (roles ?? before.roles).join(' '),
        active: String(body.active ?? before.active),
        trained_until: body.trainedUntil ?? before.trainedUntil ?? '',
      }
      await appendEntry(
        trx,
        {
          actor: actorOf(caller),
          action: 'person.changed',
          object: { type: 'person', id: params.id },
          ref,
          secret: { reason: body.reason },
        },
        { id, seal: ctx.seal },
      )
      return receiptOf(trx, id, `${before.printedName} was changed.`)
    })
  })

  handle(app, routes.people.reset, async ({ params, body, caller }) => {
    assertNotOwn(params.id, caller)
    return ctx.db.transaction().execute(async (trx) => {
      const person = await lockPerson(trx, params.id)
      const id = newEntryId()
      await trx
        .updateTable('person')
        .set({
          password_hash: null,
          totp_sealed: null,
          must_enrol: true,
          last_entry: id,
        })
        .where('id', '=', params.id)
        .execute()
      await revokeSessionsOf(trx, params.id)
      await appendEntry(
        trx,
        {
          actor: actorOf(caller),
          action: 'person.changed',
          object: { type: 'person', id: params.id },
          why: 'reset',
          secret: { reason: body.reason },
        },
        { id, seal: ctx.seal },
      )
      const invitation = await invite(trx, params.id)
      const what = `${person.printedName} signs in again once they have enrolled.`
      return { invitation, receipt: await receiptOf(trx, id, what) }
    })
  })

  handle(app, routes.people.enrol, async ({ body, caller }) => {
    const { step } = await checkShown(ctx, caller, body)
    if (body.newPassword === body.password)
      throw new DomainError('input.invalid', 'This is the password you have; choose another.')
    await assertNewPassword(ctx.db, caller.id, body.newPassword)
    const hash = await hashPassword(body.newPassword)
    return ctx.db.transaction().execute(async (trx) => {
      await lockPerson(trx, caller.id)
      if (step === null || !(await useTotpStep(trx, caller.id, step)))
        throw new DomainError('auth.failed', 'This code was used already. Wait for the next one.')
      const id = newEntryId()
      await trx
        .updateTable('person')
        .set({ password_hash: hash, last_entry: id })
        .where('id', '=', caller.id)
        .execute()
      await revokeSessionsOf(trx, caller.id, caller.sessionHash) // whoever knew the old one is out
      await appendEntry(
        trx,
        {
          actor: actorOf(caller),
          action: 'person.changed',
          object: { type: 'person', id: caller.id },
          why: 'password_changed',
        },
        { id },
      )
      return receiptOf(trx, id, 'Your new password is in force; your other sessions ended.')
    })
  })
}

/** Nobody grants, trains or resets themselves: misuse needs two (11.200(a)(3)). */
function assertNotOwn(id: string, caller: Caller): void {
  if (id === caller.id)
    throw new DomainError('people.self_change', 'Another operator must change your own account.')
}
