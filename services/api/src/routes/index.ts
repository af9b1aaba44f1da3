import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { hookRoutes } from '../hooks/route.ts'
import { auditRoutes } from './audit.ts'
import { caseRoutes } from './cases.ts'
import { conceptRoutes } from './concepts.ts'
import { coverageRoutes } from './coverage.ts'
import { exportRoutes } from './export.ts'
import { handoffRoutes } from './handoffs.ts'
import { importRoutes } from './imports.ts'
import { killSwitchRoutes } from './kill-switch.ts'
import { listeningRoutes } from './listening.ts'
import { peopleRoutes } from './people.ts'
import { qualityRoutes } from './quality.ts'
import { responseRoutes } from './responses.ts'
import { sessionRoutes } from './session.ts'
import { signingRoutes } from './signing.ts'
import { sourceRoutes } from './sources.ts'

const areas = [
  sessionRoutes,
  caseRoutes,
  conceptRoutes,
  signingRoutes,
  handoffRoutes,
  responseRoutes,
  killSwitchRoutes,
  coverageRoutes,
  qualityRoutes,
  sourceRoutes,
  importRoutes,
  auditRoutes,
  exportRoutes,
  peopleRoutes,
  listeningRoutes,
  hookRoutes,
]

/** Every area of the api; each file registers the routes of one area of the contract. */
export function registerRoutes(app: FastifyInstance, ctx: ApiContext): void {
  for (const register of areas) register(app, ctx)
}
