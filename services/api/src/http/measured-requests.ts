import type { Metrics } from '@hark/runtime'
import type { FastifyInstance } from 'fastify'

/**
 * How many requests, and how long they took, by the template of their route: an address names cases and people, and whoever
 * makes up addresses would grow the registry, so all that match no route are one.
 */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async (req, reply) => {
    metrics.observe('http_server_request_duration_seconds', reply.elapsedTime / 1000, {
      method: req.method,
      route: req.routeOptions.url ?? 'unmatched',
      status: String(reply.statusCode),
    })
  })
}
