import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { touchSession } from '@hark/db'
import { DomainError, mayDo, whyNot } from '@hark/domain'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApiContext } from '../context.ts'
import { networkOf } from './network.ts'
import { readToken } from './session-cookie.ts'

export const IDLE_MINUTES = 30
export const ABSOLUTE_HOURS = 12

export const newToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
/** Derived from the session token, so a page of another origin can neither read nor guess it. */
export const csrfOf = (token: string): string =>
  createHmac('sha256', token).update('hark-csrf-v1').digest('base64url')

/** Every request: who asks, may they, and does a change come from our own page. Runs before parsing. */
export function authenticate(app: FastifyInstance, ctx: ApiContext): void {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (req) => {
    const needs = req.routeOptions.config.needs
    if (needs === undefined) return
    assertSameSite(req)
    if (needs === 'open') return
    req.caller = await callerOf(req, ctx)
    if (needs !== 'session' && !mayDo(req.caller.roles, needs)) {
      throw new DomainError('auth.forbidden', whyNot(req.caller.roles, needs) ?? 'Not permitted.')
    }
  })
}

async function callerOf(req: FastifyRequest, ctx: ApiContext) {
  const token = readToken(req, ctx.config)
  if (!token) throw new DomainError('auth.required', 'Sign in first.')
  const sessionHash = hashToken(token)
  const session = await touchSession(ctx.db, sessionHash, IDLE_MINUTES, isBackground(req))
  if (!session)
    throw new DomainError(
      'auth.session_expired',
      'Your session has ended. Sign in again; what you typed is kept.',
    )
  if (changes(req)) assertCsrf(req, token)
  const { personId: id, username, printedName, roles } = session
  return { id, username, printedName, roles, sessionHash, network: networkOf(req.ip) }
}

/** What a page asks by itself, while nobody touches it: it keeps no session alive (11.200(a)(1) rests on idleness). */
export const isBackground = (req: FastifyRequest): boolean => req.headers['x-hark-background'] === '1'

const changes = (req: FastifyRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(req.method)

/** Browsers say where a request comes from; a cross-site change is refused before anything is read. */
function assertSameSite(req: FastifyRequest): void {
  if (!changes(req)) return
  const site = req.headers['sec-fetch-site']
  const origin = req.headers.origin
  const foreign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && hostOf(origin) !== req.host)
  if (foreign) throw new DomainError('csrf.refused', 'Changes are accepted from the console itself only.')
}

/** The host of an Origin header; a browser also sends `null` (sandboxed frames, redirects), which is nobody's page of ours. */
const hostOf = (origin: string): string | null => URL.parse(origin)?.host ?? null

function assertCsrf(req: FastifyRequest, token: string): void {
  const given = Buffer.from(String(req.headers['x-hark-csrf'] ?? ''))
  const wanted = Buffer.from(csrfOf(token))
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new DomainError('csrf.refused', 'The page is out of date. Reload it and try again.')
  }
}
