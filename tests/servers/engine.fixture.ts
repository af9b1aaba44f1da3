import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

export type Created = { Image: string; Env?: string[]; Cmd?: string[]; Healthcheck?: { Test?: string[] } }
export type Engine = AsyncDisposable & {
  /** For `DOCKER_HOST`. */
  url: string
  /** Every request but those for `_ping`, without version and query. */
  asked: string[]
}

/**
 * Answers as a Docker engine does. `run` says on which port of this machine the server of a container listens; without it the
 * engine has no image and cannot pull one.
 */
export async function startEngine(run?: (container: Created) => Promise<number>): Promise<Engine> {
  const asked: string[] = []
  const ports = new Map<string, { inside: string; outside: number }>()

  async function answer(method: string, path: string, request: IncomingMessage): Promise<[number, unknown?]> {
    const [, id = ''] = /^\/containers\/(c\d+)/.exec(path) ?? []
    if (path === '/info') return [200, { ServerVersion: '29.0.0', OSType: 'linux', OperatingSystem: 'Test' }]
    if (path === '/containers/json') return [200, []]
    if (path === '/images/create') return [500, { message: 'registry unreachable' }]
    if (path.startsWith('/images/') && run) return [200, { Id: 'i', Config: {} }]
    if (path === '/containers/create' && run) {
      const created = (await json(request)) as Created & { ExposedPorts: Record<string, object> }
      const name = `c${ports.size}`
      ports.set(name, { inside: Object.keys(created.ExposedPorts)[0] ?? '', outside: await run(created) })
      return [201, { Id: name, Warnings: [] }]
    }
    if (method === 'GET' && ports.has(id)) return [200, inspected(id, ports.get(id))]
    if (ports.has(id)) return [204]
    return [404, { message: `no such thing: ${path}` }]
  }

  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').replace(/\?.*/, '')
    asked.push(`${request.method} ${path}`)
    const [status, body] = await answer(request.method ?? '', path, request)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(body === undefined ? undefined : JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function inspected(id: string, port?: { inside: string; outside: number }) {
  const began = new Date().toISOString()
  return {
    Id: id,
    Name: `/${id}`,
    Config: { Hostname: id, Labels: {} },
    State: {
      Status: 'running',
      Running: true,
      StartedAt: began,
      FinishedAt: began,
      Health: { Status: 'healthy' },
    },
    NetworkSettings: {
      Networks: {},
      Ports: port ? { [port.inside]: [{ HostIp: '127.0.0.1', HostPort: String(port.outside) }] } : {},
    },
    HostConfig: { PortBindings: {} },
  }
}
