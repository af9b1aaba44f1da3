import type { AnyRoute, Route } from '@hark/contract'
import { Problem } from '@hark/contract'
import type { Role } from '@hark/domain'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'

/** Who asks: a person with a session. Handlers of `open` routes get null. */
export type Caller = {
  id: string
  username: string
  printedName: string
  roles: Role[]
  sessionHash: Buffer
  network: string
}

type Given<R extends AnyRoute> = {
  params: z.output<R['params']>
  query: z.output<R['query']>
  body: z.output<R['body']>
  caller: R['needs'] extends 'open' ? null : Caller
  req: FastifyRequest
  reply: FastifyReply
}

declare module 'fastify' {
  interface FastifyContextConfig {
    needs?: AnyRoute['needs']
  }
  interface FastifyRequest {
    caller: Caller | null
  }
}

const problems = Object.fromEntries(
  [400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503].map((s) => [s, Problem]),
)

/** Registers one route of the contract. The permission travels as route config and is enforced by one hook, before parsing. */
export function handle<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  app: FastifyInstance,
  route: Route<P, Q, B, O>,
  run: (given: Given<Route<P, Q, B, O>>) => Promise<z.input<O>>,
): void {
  app.route({
    method: route.method,
    url: route.path,
    config: { needs: route.needs },
    schema: {
      summary: route.summary,
      tags: [route.path.split('/')[2] ?? 'api'],
      ...parts(route),
      response: { 200: route.ok, ...problems },
    },
    // The contract types what a handler gives; Fastify's own inference cannot follow a generic schema.
    handler: ((req: FastifyRequest, reply: FastifyReply) =>
      run({
        params: req.params,
        query: req.query,
        body: req.body,
        caller: req.caller,
        req,
        reply,
      } as never)) as never,
  })
}

/** Only what the route declares: an undeclared part is not parsed and not documented. */
function parts(route: AnyRoute): Record<string, z.ZodType> {
  const declared = { params: route.params, querystring: route.query, body: route.body }
  return Object.fromEntries(
    Object.entries(declared).filter(([, schema]) => !(schema instanceof z.ZodUndefined)),
  )
}
