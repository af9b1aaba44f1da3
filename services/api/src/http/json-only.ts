import type { FastifyInstance } from 'fastify'

const JSON_TYPE = /^application\/json(; ?charset=utf-8)?$/i

/**
 * One parser, one spelling. Schema validation was bypassed again and again by odd Content-Type headers
 * (CVE-2025-32442, CVE-2026-25223 …): whatever is not exactly JSON is answered 415 and never reaches a handler.
 */
export function acceptJsonOnly(app: FastifyInstance): void {
  app.addHook('onRequest', async (req, reply) => {
    if (req.routeOptions.config.rawBody) return
    const type = req.headers['content-type']
    if (type !== undefined && !JSON_TYPE.test(type)) {
      return reply
        .code(415)
        .send({ code: 'input.invalid', message: 'Send application/json.', requestId: req.id })
    }
  })
}
