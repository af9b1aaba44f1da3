import { routes } from '@hark/contract'
import {
  appendEntry,
  type Db,
  findPersonByUsername,
  insertSession,
  lockPerson,
  newEntryId,
  passwordMatches,
  revokeSession,
  type Trx,
  totpStep,
  touchSession,
  useTotpStep,
} from '@hark/db'
import { assertMaySign, DomainError, needsBothComponents } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import { acceptInvitation, openInvitation } from '../auth/accept-invitation.ts'
import {
  ABSOLUTE_HOURS,
  csrfOf,
  hashToken,
  IDLE_MINUTES,
  isBackground,
  newToken,
} from '../auth/authenticate.ts'
import { assertNotLocked, noteAttempt, oneAtATime } from '../auth/lockout.ts'
import { networkOf } from '../auth/network.ts'
import { clearToken, readToken, setToken } from '../auth/session-cookie.ts'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { viewDeployment } from '../views/deployment.ts'

export function sessionRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.invitation.open, ({ body, req }) => openInvitation(ctx, body, networkOf(req.ip)))
  handle(app, routes.invitation.accept, ({ body, req }) => acceptInvitation(ctx, body, networkOf(req.ip)))
  handle(app, routes.session.open, async ({ body, req, reply }) => {
    const network = networkOf(req.ip)
    const before = readToken(req, ctx.config)
    const token = await oneAtATime(`${body.username}\0${network}`, () =>
      openSession(ctx, body, network, before),
    )
    setToken(reply, token, ABSOLUTE_HOURS, ctx.config)
    return viewSession(ctx, token)
  })

  handle(app, routes.session.read, async ({ req }) =>
    viewSession(ctx, readToken(req, ctx.config) ?? '', isBackground(req)),
  )

  handle(app, routes.session.close, async ({ caller, reply }) => {
    await ctx.db.transaction().execute(async (trx) => {
      await revokeSession(trx, caller.sessionHash)
      await appendEntry(trx, {
        actor: actorOf(caller),
        action: 'session.closed',
        object: { type: 'person', id: caller.id },
      })
    })
    clearToken(reply, ctx.config)
    return { closed: true as const }
  })

  handle(app, routes.session.acknowledge, async ({ caller, body }) => {
    if (body.printedName !== caller.printedName) {
      throw new DomainError(
        'input.invalid',
        `Type your name exactly as it will be printed: ${caller.printedName}.`,
      )
    }
    return ctx.db.transaction().execute(async (trx) => {
      const id = newEntryId()
      await trx
        .updateTable('person')
        .set({ accountable_since: ctx.now().toISOString(), last_entry: id })
        .where('id', '=', caller.id)
        .execute()
      await appendEntry(
        trx,
        {
          actor: actorOf(caller),
          action: 'person.changed',
          object: { type: 'person', id: caller.id },
          why: 'accountability_acknowledged',
        },
        { id },
      )
      return receiptOf(trx, id, 'You acknowledged accountability for your electronic signature.')
    })
  })
}

async function openSession(
  ctx: ApiContext,
  given: { username: string; password: string; totp: string },
  network: string,
  before: string | undefined,
): Promise<string> {
  await assertNotLocked(ctx, given.username, network)
  const person = await findPersonByUsername(ctx.db, given.username)
  const passwordOk = await passwordMatches(person?.active ? person.passwordHash : null, given.password)
  const step = person?.totpSealed
    ? totpStep(ctx.totpSeal.open(person.totpSealed), given.totp, ctx.now())
    : null
  const token = newToken()
  const opened =
    person &&
    passwordOk &&
    step !== null &&
    (await ctx.db
      .transaction()
      .execute((trx) => start(trx, ctx, person.id, step, { token, network, before })))
  await noteAttempt(ctx, {
    username: given.username,
    network,
    purpose: 'sign_in',
    succeeded: Boolean(opened),
    ...(person ? { personId: person.id } : {}),
  })
  if (!opened)
    throw new DomainError(
      'auth.failed',
      'User name, password or code is not right, or the code was used already.',
    )
  return token
}

async function start(
  trx: Trx,
  ctx: ApiContext,
  personId: string,
  step: number,
  s: { token: string; network: string; before: string | undefined },
): Promise<boolean> {
  await lockPerson(trx, personId)
  if (!(await useTotpStep(trx, personId, step))) return false
  const expiresAt = new Date(ctx.now().getTime() + ABSOLUTE_HOURS * 3_600_000).toISOString()
  if (s.before) await revokeSession(trx, hashToken(s.before)) // who signs in anew leaves no second session behind
  await insertSession(trx, { tokenHash: hashToken(s.token), personId, expiresAt, network: s.network })
  await appendEntry(trx, {
    actor: { id: personId, kind: 'user' },
    action: 'session.opened',
    object: { type: 'person', id: personId },
  })
  return true
}

async function viewSession(ctx: ApiContext, token: string, background = false) {
  const session = await touchSession(ctx.db, hashToken(token), IDLE_MINUTES, background)
  if (!session) throw new DomainError('auth.session_expired', 'Your session has ended. Sign in again.')
  const now = ctx.now().toISOString()
  const person = await ctx.db.transaction().execute((trx) => lockPerson(trx as Db, session.personId))
  return {
    person: {
      id: session.personId,
      username: session.username,
      printedName: session.printedName,
      roles: session.roles,
    },
    csrf: csrfOf(token),
    openedAt: session.openedAt,
    expiresAt: session.expiresAt,
    signing: {
      needsBoth: needsBothComponents(
        { since: session.signingSince, lastSignedAt: session.lastSignedAt },
        now,
      ),
      mayNot: mayNotSign(person, now),
    },
    accountable: person.accountableSince !== null,
    deployment: await viewDeployment(ctx),
  }
}

function mayNotSign(person: Parameters<typeof assertMaySign>[0], now: string): string | null {
  try {
    assertMaySign(person, now)
    return null
  } catch (err) {
    return (err as Error).message
  }
}
