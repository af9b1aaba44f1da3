import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { sessionRoutes } from './session.ts'

/** Every area of the api; each file registers the routes of one area of the contract. */
export function registerRoutes(app: FastifyInstance, ctx: ApiContext): void {
  for (const register of [sessionRoutes]) register(app, ctx)
}
