import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { withDeadline } from './deadline.ts'

/** A degraded check is shown but does not make the process unready: without Redis, signing still works. */
export type Check = { ok: boolean; degraded?: boolean; code?: string }
export type Readiness = { ok: boolean; checks: Record<string, Check> }

export type OpsOptions = {
  port: number
  host?: string
  ready: () => Promise<Readiness>
  started?: () => boolean
  registry?: Registry
  readyDeadlineMs?: number
}

export type Ops = AsyncDisposable & {
  readonly port: number
  /** From now on /readyz answers 503: called first when stopping, so that no new work is sent here. */
  stopping(): void
  close(): Promise<void>
}

type Reply = { status: number; type?: string; body: string }

/** Serves /livez, /readyz?verbose, /startupz and /metrics, by default on loopback only. Port 0 takes a free one. */
export async function startOps(options: OpsOptions): Promise<Ops> {
  const state = { stopping: false }
  const server = createServer(async (request, response) => {
    const readable = request.method === 'GET' || request.method === 'HEAD'
    const reply = readable
      ? await answer(request.url ?? '/', options, state)
      : { status: 405, body: 'method not allowed\n' }
    response.writeHead(reply.status, {
      'content-type': reply.type ?? 'text/plain',
      'cache-control': 'no-store',
    })
    response.end(request.method === 'HEAD' ? undefined : reply.body)
  })
  server.requestTimeout = 10_000
  await listen(server, options.port, options.host ?? '127.0.0.1')

  const close = () => closeServer(server)
  return {
    port: (server.address() as AddressInfo).port,
    stopping: () => {
      state.stopping = true
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function answer(url: string, options: OpsOptions, state: { stopping: boolean }): Promise<Reply> {
  const [path, query = ''] = url.split('?', 2)
  if (path === '/livez') return { status: 200, body: 'ok\n' }
  if (path === '/startupz') return yesOrNo(options.started?.() ?? true, 'starting')
  if (path === '/readyz') return readiness(await checkReady(options, state), /(?:^|&)verbose\b/.test(query))
  if (path === '/metrics' && options.registry) return metrics(options.registry)
  return { status: 404, body: 'not found\n' }
}

async function checkReady(options: OpsOptions, state: { stopping: boolean }): Promise<Readiness> {
  if (state.stopping) return { ok: false, checks: { process: { ok: false, code: 'stopping' } } }
  try {
    const outcome = await withDeadline(options.ready(), options.readyDeadlineMs ?? 2_000)
    return outcome.done ? outcome.value : { ok: false, checks: { ready: { ok: false, code: 'late' } } }
  } catch {
    return { ok: false, checks: { ready: { ok: false, code: 'failed' } } }
  }
}

function readiness(state: Readiness, verbose: boolean): Reply {
  if (!verbose) return yesOrNo(state.ok, 'not ready')
  return { status: state.ok ? 200 : 503, type: 'application/json', body: `${JSON.stringify(state)}\n` }
}

async function metrics(registry: Registry): Promise<Reply> {
  try {
    return { status: 200, type: registry.contentType, body: await registry.metrics() }
  } catch {
    return { status: 500, body: 'a metric could not be collected\n' }
  }
}

function yesOrNo(yes: boolean, otherwise: string): Reply {
  return yes ? { status: 200, body: 'ok\n' } : { status: 503, body: `${otherwise}\n` }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(port, host, () => resolve())
  return promise
}

async function closeServer(server: Server): Promise<void> {
  const closed = Promise.withResolvers<void>()
  server.close(() => closed.resolve())
  server.closeAllConnections()
  await closed.promise
}
