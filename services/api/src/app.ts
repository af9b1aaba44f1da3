import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { authenticate } from './auth/authenticate.ts'
import type { ApiContext } from './context.ts'
import { serveConsole } from './http/console.ts'
import { acceptJsonOnly } from './http/json-only.ts'
import { describeApi } from './http/openapi.ts'
import { answerProblems } from './http/problems.ts'
import { securityHeaders } from './http/security-headers.ts'
import { refuseBrokenText } from './http/well-formed-text.ts'
import { registerRoutes } from './routes/index.ts'

/** The api as one Fastify app; the caller listens, or injects in tests. */
export async function createApp(ctx: ApiContext, logger?: FastifyBaseLogger): Promise<FastifyInstance> {
  const app = fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    bodyLimit: 1_048_576,
    requestTimeout: 30_000,
    keepAliveTimeout: 10_000,
    genReqId: () => crypto.randomUUID(),
    return503OnClosing: true,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  acceptJsonOnly(app)
  refuseBrokenText(app)
  await app.register(cookie)
  await app.register(helmet, securityHeaders)
  await app.register(rateLimit, { max: 600, timeWindow: '1 minute' })
  await describeApi(app)
  authenticate(app, ctx)
  registerRoutes(app, ctx)
  await serveConsole(app, ctx)
  return app
}
