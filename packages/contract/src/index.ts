import { auditRoutes, peopleRoutes } from './audit.ts'
import { caseRoutes } from './case-routes.ts'
import { conceptRoutes } from './concepts.ts'
import { coverageRoutes } from './coverage-routes.ts'
import { importRoutes } from './import-routes.ts'
import { listeningRoutes } from './listening.ts'
import { qualityRoutes } from './quality.ts'
import { responseRoutes } from './response.ts'
import { invitationRoutes, sessionRoutes } from './session.ts'
import { handoffRoutes, signingRoutes } from './signing-routes.ts'

export * from './audit.ts'
export * from './case.ts'
export * from './case-routes.ts'
export * from './concepts.ts'
export * from './coverage.ts'
export * from './coverage-routes.ts'
export * from './finding.ts'
export * from './import.ts'
export * from './import-routes.ts'
export * from './job.ts'
export * from './kill-switch.ts'
export * from './lint.ts'
export * from './listening.ts'
export * from './quality.ts'
export * from './queue.ts'
export * from './queues.ts'
export * from './release.ts'
export * from './response.ts'
export * from './route.ts'
export * from './session.ts'
export * from './signing-routes.ts'

/** Every route of the api, by area and name. */
export const routes = {
  session: sessionRoutes,
  invitation: invitationRoutes,
  cases: caseRoutes,
  concepts: conceptRoutes,
  signing: signingRoutes,
  handoffs: handoffRoutes,
  responses: responseRoutes,
  listening: listeningRoutes,
  coverage: coverageRoutes,
  quality: qualityRoutes,
  imports: importRoutes,
  audit: auditRoutes,
  people: peopleRoutes,
}
