import { chooseServers } from './choose-servers.ts'

// In a process of its own: the library asks once, and remembers.
await using servers = await chooseServers()
process.stdout.write(JSON.stringify({ on: servers.on, why: servers.why }))
