import { routes } from '@hark/contract'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { readSamples } from '../quality/samples.ts'

export function qualityRoutes(app: FastifyInstance, ctx: ApiContext): void {
  handle(app, routes.quality.samples, async () => readSamples(ctx))
}
