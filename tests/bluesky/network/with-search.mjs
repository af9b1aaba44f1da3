import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { TestNetwork } from '@atproto/dev-env'
import { serveJetstream } from './jetstream-server.mjs'

// The same network with an AppView to search and a moderation service, over the database in DB_POSTGRES_URL. Nothing of it asks Redis.
process.env.REDIS_HOST ??= 'none'
const network = await TestNetwork.create({ dbPostgresSchema: 'network' })
const { pds, bsky, ozone } = network
const moderators = await serveModerators()
const where = {
  server: pds.url,
  jetstream: await serveJetstream(pds.url),
  admin: pds.adminAuth(),
  appView: bsky.url,
  directory: network.plc.url,
  labeler: { url: ozone.url.replace('http', 'ws'), did: ozone.ctx.cfg.service.did },
  moderators,
}
process.stdout.write(`${JSON.stringify(where)}\n`)
process.once('SIGTERM', () => void network.close().finally(() => process.exit(0)))

/** What a moderator does in the service's own console: one act a request, signed as the service's own moderator. */
async function serveModerators() {
  const client = ozone.getModClient()
  const server = createServer(async (request, reply) => {
    try {
      const { event, subject } = await json(request)
      await client.emitEvent({ event, subject }, 'admin')
      await network.processAll()
      reply.end('{}')
    } catch (error) {
      reply.writeHead(500).end(String(error))
    }
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${server.address().port}`
}
