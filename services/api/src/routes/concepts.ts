import { routes } from '@hark/contract'
import type { FastifyInstance } from 'fastify'
import { conceptsOf } from '../concepts/concepts-of.ts'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'

export function conceptRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.concepts.rank, ({ params, query }) => conceptsOf(ctx, params.id, query))
  handle(app, routes.concepts.term, ({ params, query }) =>
    ctx.coder.ask({ ask: 'term', code: params.code, ...query }),
  )
  app.addHook('onClose', () => ctx.coder[Symbol.asyncDispose]())
}
