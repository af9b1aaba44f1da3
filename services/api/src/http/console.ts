import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'

/** Serves the built console; any page address answers with its index, so that every page is a URL. */
export async function serveConsole(app: FastifyInstance, ctx: ApiContext): Promise<void> {
  const dir = ctx.config.HARK_CONSOLE_DIR ? resolve(ctx.config.HARK_CONSOLE_DIR) : null
  if (!dir || !existsSync(join(dir, 'index.html'))) return
  await app.register(staticFiles, { root: dir, wildcard: false, maxAge: '1h', index: false })
  for (const path of ['/', '/*']) {
    app.get(path, { schema: { hide: true } }, (req, reply) => {
      if (req.url.startsWith('/api/')) return reply.callNotFound()
      return reply.header('cache-control', 'no-cache').sendFile('index.html', dir, { maxAge: 0 })
    })
  }
}
