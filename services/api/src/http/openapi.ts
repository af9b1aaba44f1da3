import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'
import { DOCS } from './security-headers.ts'

/** OpenAPI at /api/openapi.json and a readable page at /api/docs, both from the contract. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      info: {
        title: 'Hark',
        version: '0.1.0',
        description: 'Possible adverse events in public posts, reviewed and signed by people.',
      },
    },
    transform: jsonSchemaTransform,
  })
  await app.register(swaggerUi, { routePrefix: DOCS })
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
