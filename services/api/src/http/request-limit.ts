import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'

/**
 * So many requests a minute from one address, whatever becomes of them. As a hook of the whole app: the plugin's own way counts only what
 * got past the session check, and unknown addresses not at all.
 */
export async function limitRequests(app: FastifyInstance): Promise<void> {
  await app.register(rateLimit, { global: false, max: 600, timeWindow: '1 minute' })
  const people = app.rateLimit()
  // A platform pushes for a whole public from a few addresses; it is the last to be turned away.
  const platforms = app.rateLimit({ max: 6_000 })
  app.addHook('onRequest', function limit(req, reply) {
    return (req.routeOptions.config.rawBody ? platforms : people).call(this, req, reply)
  })
}
