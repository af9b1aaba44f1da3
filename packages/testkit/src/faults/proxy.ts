import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** `up` is from the client to the server, `down` its answer. */
export type Direction = 'up' | 'down'

export type FaultProxy = AsyncDisposable & {
  readonly port: number
  /** Resets every connection and refuses new ones. */
  cut(): Promise<void>
  /** Connections stay, new ones are accepted, and not one byte passes either way. */
  blackHole(): void
  /** Every piece, both ways, arrives this much later. */
  delay(ms: number): void
  /** On each connection, `bytes` more pass in this direction; then it is reset. `dropAfter('down', 0)`: done, and never told. */
  dropAfter(direction: Direction, bytes: number): void
  /** Ends the fault for connections made from now on; those that were frozen stay dead, as after a lost route. */
  mend(): Promise<void>
}

type Fault = { frozen: boolean; delayMs: number; left: Partial<Record<Direction, number>> }
type Line = { inbound: Socket; outbound: Socket; passed: Record<Direction, number>; allowed: Fault['left'] }

const none = (): Fault => ({ frozen: false, delayMs: 0, left: {} })

/** A TCP proxy on loopback in front of `targetPort`, to break the line at will. Nothing here knows what it carries. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const lines = new Set<Line>()
  const sockets = new Set<Socket>()
  let fault = none()

  const server = createServer({ allowHalfOpen: true }, (inbound) => {
    if (fault.frozen) return void track(inbound).pause()
    const line: Line = {
      inbound: track(inbound),
      outbound: track(connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true })),
      passed: { up: 0, down: 0 },
      allowed: { ...fault.left },
    }
    lines.add(line)
    for (const socket of [line.inbound, line.outbound]) socket.once('error', () => reset(line))
    line.inbound.once('close', () => lines.delete(line))
    void pump(line, 'up')
    void pump(line, 'down')
  })
  function track(socket: Socket): Socket {
    sockets.add(socket)
    return socket.on('error', () => {}).once('close', () => sockets.delete(socket))
  }
  function reset(line: Line): void {
    lines.delete(line)
    line.inbound.resetAndDestroy()
    line.outbound.resetAndDestroy()
  }
  async function pump(line: Line, direction: Direction): Promise<void> {
    const [from, to] = direction === 'up' ? [line.inbound, line.outbound] : [line.outbound, line.inbound]
    try {
      for await (const chunk of from.iterator({ destroyOnReturn: false })) {
        if (fault.frozen) return await new Promise(() => {})
        if (fault.delayMs > 0) await pause(fault.delayMs)
        if (!pass(line, direction, chunk, to)) return reset(line)
        if (to.writableNeedDrain) await once(to, 'drain')
      }
      to.end()
    } catch {
      reset(line)
    }
  }
  async function cut(): Promise<void> {
    const closed = server.listening ? once(server, 'close') : null
    server.close()
    for (const socket of sockets) socket.resetAndDestroy()
    await closed
  }
  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }

  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    cut,
    blackHole: () => {
      fault.frozen = true
    },
    delay: (ms) => {
      fault.delayMs = ms
    },
    dropAfter: (direction, bytes) => {
      fault.left[direction] = bytes
      for (const line of lines) line.allowed[direction] = line.passed[direction] + bytes
    },
    mend: async () => {
      fault = none()
      for (const line of lines) line.allowed = {}
      if (!server.listening) await listen(port)
    },
    [Symbol.asyncDispose]: cut,
  }
}

/** Passes what may still pass; false when the line is to be reset. */
function pass(line: Line, direction: Direction, chunk: Buffer, to: Socket): boolean {
  const left = (line.allowed[direction] ?? Number.POSITIVE_INFINITY) - line.passed[direction]
  line.passed[direction] += Math.min(chunk.length, left)
  if (left <= 0) return false
  to.write(chunk.subarray(0, left))
  return chunk.length <= left
}
