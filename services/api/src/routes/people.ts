import { randomBytes } from 'node:crypto'
import { routes } from '@hark/contract'
import {
  appendEntry,
  hashPassword,
  insertPerson,
  listPeople,
  lockPerson,
  newEntryId,
  newTotpSecret,
  revokeSessionsOf,
  totpUri,
  useTotpStep,
} from '@hark/db'
import { assertRolesCombine, DomainError } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import { checkShown } from '../auth/reauthenticate.ts'
import type { ApiContext } from '../context.ts'
import { type Caller, handle } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

/** Shown once to whoever hands it over; the person must choose their own before they may sign. */
const firstPassword = (): string => randomBytes(15).toString('base64url')

export function peopleRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.people.list, async () => ({ items: await listPeople(ctx.db) }))

  handle(app, routes.people.create, async ({ body, caller }) => {
    const password = firstPassword()
    return ctx.db.transaction().execute(async (trx) => {
      const person = { ...body, password, trainedUntil: null, mustEnrol: true }
      const { id, totpSecret } = await insertPerson(trx, person, actorOf(caller), ctx.totpSeal.seal)
      const view = (await listPeople(trx)).find((p) => p.id === id)
      if (!view) throw new DomainError('not_found', 'The person could not be read back.')
      const { last_entry } = await trx
        .selectFrom('person')
        .select('last_entry')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      return {
        person: view,
        password,
        totpUri: totpUri(totpSecret, body.username),
        receipt: await receiptOf(trx, last_entry, `${body.printedName} was added.`),
      }
    })
  })

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
    const [password, secret] = [firstPassword(), newTotpSecret()]
    const hash = await hashPassword(password)
    return ctx.db.transaction().execute(async (trx) => {
      const person = await lockPerson(trx, params.id)
      const id = newEntryId()
      await trx
        .updateTable('person')
        .set({
          password_hash: hash,
          totp_sealed: ctx.totpSeal.seal(secret),
          totp_last_step: 0,
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
      return {
        password,
        totpUri: totpUri(secret, person.username),
        receipt: await receiptOf(trx, id, `${person.printedName} must enrol again before signing.`),
      }
    })
  })

  handle(app, routes.people.enrol, async ({ body, caller }) => {
    const { step } = await checkShown(ctx, caller, body)
    if (body.newPassword === body.password)
      throw new DomainError('input.invalid', 'Choose a password that nobody gave you.')
    const hash = await hashPassword(body.newPassword)
    return ctx.db.transaction().execute(async (trx) => {
      await lockPerson(trx, caller.id)
      if (step === null || !(await useTotpStep(trx, caller.id, step)))
        throw new DomainError('auth.failed', 'This code was used already. Wait for the next one.')
      const id = newEntryId()
      await trx
        .updateTable('person')
        .set({ password_hash: hash, must_enrol: false, last_entry: id })
        .where('id', '=', caller.id)
        .execute()
      await revokeSessionsOf(trx, caller.id, caller.sessionHash) // whoever knew the first password is out
      await appendEntry(
        trx,
        {
          actor: actorOf(caller),
          action: 'person.changed',
          object: { type: 'person', id: caller.id },
          why: 'enrolled',
        },
        { id },
      )
      return receiptOf(trx, id, 'Your own password and code are in force; you may sign.')
    })
  })
}

/** Nobody grants, trains or resets themselves: misuse needs two (11.200(a)(3)). */
function assertNotOwn(id: string, caller: Caller): void {
  if (id === caller.id)
    throw new DomainError('people.self_change', 'Another operator must change your own account.')
}
