import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hashToken } from '../auth/authenticate.ts'
import { readToken } from '../auth/session-cookie.ts'
import type { ApiConfig } from '../config.ts'

/** What all together may ask from one address: a company behind one proxy, a platform that pushes for a whole public. */
const ADDRESS_A_MINUTE = 6_000
/** What one session may ask of the api from one address, and all without one together. */
const SESSION_A_MINUTE = 600

/**
 * So many requests a minute, whatever becomes of them. As hooks of the whole app: the plugin's own way counts only what got past the
 * session check, and unknown addresses not at all. A made-up session has an allowance of its own, within that of its address.
 */
export async function limitRequests(app: FastifyInstance, config: ApiConfig): Promise<void> {
  await app.register(rateLimit, { global: false, max: ADDRESS_A_MINUTE, timeWindow: '1 minute' })
  app.addHook('onRequest', app.rateLimit())
  const ofSession = app.createRateLimit({
    max: SESSION_A_MINUTE,
    keyGenerator: (req: FastifyRequest) => `${req.ip} ${sessionOf(req, config)}`,
  })
  app.addHook('onRequest', async (req, reply) => {
    if (!isAsked(req)) return
    const used = await ofSession(req)
    if (!used.isAllowed && used.isExceeded) refuse(reply, used.ttlInSeconds)
  })
}

/** Files of the console cost nothing, and what platforms push is asked by nobody. */
const isAsked = (req: FastifyRequest): boolean =>
  req.url.startsWith('/api/') && !req.routeOptions.config.rawBody

function sessionOf(req: FastifyRequest, config: ApiConfig): string {
  const token = readToken(req, config)
  return token ? hashToken(token).toString('base64url') : ''
}

function refuse(reply: FastifyReply, seconds: number): never {
  reply.header('retry-after', seconds)
  throw Object.assign(new Error('Too many requests.'), { statusCode: 429 })
}
