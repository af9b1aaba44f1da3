import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApiContext } from '../context.ts'
import { receiveHook } from './receive.ts'

/** A delivery is some events; the largest any platform documents is well below. */
const MOST_BYTES = 1_048_576

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Any type of body, its bytes untouched: a signature is over bytes, not over what a parser makes of them. */
    rawBody?: boolean
  }
}

/** Where platforms push. No session: each platform's own signature decides, over the raw bytes. */
export function hookRoutes(app: FastifyInstance, ctx: ApiContext): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: MOST_BYTES },
      async (_req: FastifyRequest, body: Buffer) => body,
    )
    scope.route<{ Params: { sourceId: string } }>({
      method: ['GET', 'POST'],
      url: '/api/hooks/:sourceId',
      exposeHeadRoute: false,
      config: { rawBody: true },
      schema: { hide: true },
      handler: async (req, reply) => {
        const { status, contentType, body } = await receiveHook(ctx, req.params.sourceId, {
          method: req.method as 'GET' | 'POST',
          query: new URLSearchParams(req.url.split('?')[1] ?? ''),
          headers: Object.fromEntries(
            Object.entries(req.headers).map(([name, value]) => [name, String(value)]),
          ),
          body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
          nowMs: ctx.now().getTime(),
        })
        return reply.code(status).type(contentType).send(body)
      },
    })
  })
}
