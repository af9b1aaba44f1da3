import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type FaultProxy = AsyncDisposable & {
  readonly port: number
  /** Resets every connection and refuses new ones. */
  cut(): Promise<void>
  /** A black hole: connections stay, new ones are accepted, and not one byte passes. */
  freeze(): void
  /** Lets new connections through again; those that were frozen stay dead, as after a lost route. */
  mend(): Promise<void>
}

/** A TCP proxy on loopback in front of `targetPort`, to break the line at will. */
export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const sockets = new Set<Socket>()
  let frozen = false
  const server = createServer((inbound) => {
    track(inbound)
    if (frozen) return
    const outbound = track(connect(targetPort, '127.0.0.1'))
    inbound.pipe(outbound).pipe(inbound)
    inbound.once('close', () => outbound.destroy())
    outbound.once('close', () => inbound.destroy())
  })
  function track(socket: Socket): Socket {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    return socket
  }
  async function listen(port: number): Promise<void> {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  async function cut(): Promise<void> {
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.resetAndDestroy()
    await closed
  }

  await listen(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    cut,
    freeze: () => {
      frozen = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    mend: async () => {
      frozen = false
      if (!server.listening) await listen(port)
    },
    [Symbol.asyncDispose]: cut,
  }
}
