import { TestNetworkNoAppView } from '@atproto/dev-env'
import { serveJetstream } from './jetstream-server.mjs'

// A directory of identities, a server with its repositories, and a Jetstream of it; where they are is the one line of stdout.
const network = await TestNetworkNoAppView.create({})
const jetstream = await serveJetstream(network.pds.url)
const admin = network.pds.adminAuth()
process.stdout.write(`${JSON.stringify({ server: network.pds.url, jetstream, admin })}\n`)

process.once('SIGTERM', () => void network.close().finally(() => process.exit(0)))
