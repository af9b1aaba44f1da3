import { routes } from '@hark/contract'
import { touchSession, unsignedOf } from '@hark/db'
import { needsBothComponents } from '@hark/domain'
import type { FastifyInstance } from 'fastify'
import { IDLE_MINUTES } from '../auth/authenticate.ts'
import type { ApiContext } from '../context.ts'
import { type Caller, handle } from '../http/handle.ts'
import { signDecisions } from '../signing/sign.ts'
import { viewDecision } from '../views/decision.ts'

export function signingRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.signing.pending, async ({ caller }) => ({
    needsBoth: await needsBoth(ctx, caller),
    items: (await unsignedOf(ctx.db, caller.id)).map((d) => viewDecision(d, ctx.openPrivate)),
  }))
  handle(app, routes.signing.sign, ({ caller, body }) => signDecisions(ctx, caller, body))
}

/** A changed network ends the signing series, as signing itself will find. */
async function needsBoth(ctx: ApiContext, caller: Caller): Promise<boolean> {
  const session = await touchSession(ctx.db, caller.sessionHash, IDLE_MINUTES)
  if (session?.network !== caller.network) return true
  const series = { since: session.signingSince, lastSignedAt: session.lastSignedAt }
  return needsBothComponents(series, ctx.now().toISOString())
}
