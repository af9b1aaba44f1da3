import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { authenticate } from './auth/authenticate.ts'
import type { ApiContext } from './context.ts'
import { serveConsole } from './http/console.ts'
import { acceptJsonOnly } from './http/json-only.ts'
import { measureRequests } from './http/measured-requests.ts'
import { describeApi } from './http/openapi.ts'
import { answerProblems, answerUnreadableAddress } from './http/problems.ts'
import { limitRequests } from './http/request-limit.ts'
import { relaxDocs, securityHeaders } from './http/security-headers.ts'
import { refuseBrokenText } from './http/well-formed-text.ts'
import { registerRoutes } from './routes/index.ts'

/** The api as one Fastify app; the caller listens, or injects in tests. */
export async function createApp(ctx: ApiContext, logger?: FastifyBaseLogger): Promise<FastifyInstance> {
  const app = fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    trustProxy: ctx.config.HARK_TRUSTED_PROXIES.length > 0 ? ctx.config.HARK_TRUSTED_PROXIES : false,
    genReqId: () => crypto.randomUUID(),
    return503OnClosing: true,
    frameworkErrors: answerUnreadableAddress,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  measureRequests(app, ctx.metrics)
  // Hooks run in the order of registration: headers and limit come first, so that what is refused below carries and counts too.
  await app.register(helmet, securityHeaders)
  relaxDocs(app)
  await app.register(cookie)
  await limitRequests(app, ctx.config)
  acceptJsonOnly(app)
  refuseBrokenText(app)
  await describeApi(app)
  authenticate(app, ctx)
  registerRoutes(app, ctx)
  await serveConsole(app, ctx)
  return app
}
