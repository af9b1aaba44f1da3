import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startFaultProxy } from './proxy.ts'

/** Answers each piece with the same piece in brackets. */
async function startEcho() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('data', (piece) => socket.write(`[${piece}]`))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

async function dial(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  return socket.setEncoding('utf8').on('error', () => {})
}

async function ask(socket: Socket, words: string): Promise<string> {
  const answer = once(socket, 'data')
  socket.write(words)
  return String((await answer)[0])
}

test('an untroubled line passes both ways, also large pieces', async () => {
  await using echo = await startEcho()
  await using proxy = await startFaultProxy(echo.port)
  const socket = await dial(proxy.port)
  expect(await ask(socket, 'hello')).toBe('[hello]')
  const large = 'x'.repeat(3_000_000)
  socket.end(large)
  expect((await text(socket)).replaceAll(/[[\]]/g, '') === large).toBe(true)
})

test('a cut resets what is open, refuses what is new, and can be mended', async () => {
  await using echo = await startEcho()
  await using proxy = await startFaultProxy(echo.port)
  const socket = await dial(proxy.port)
  await ask(socket, 'up')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await proxy.cut()
  await closed
  await expect(dial(proxy.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await proxy.mend()
  expect(await ask(await dial(proxy.port), 'again')).toBe('[again]')
})

test('in a black hole connections open and nothing comes; afterwards only new ones live', async () => {
  await using echo = await startEcho()
  await using proxy = await startFaultProxy(echo.port)
  const old = await dial(proxy.port)
  await ask(old, 'up')
  const heard: string[] = []
  old.on('data', (piece) => heard.push(String(piece)))
  proxy.blackHole()
  old.write('lost')
  await dial(proxy.port)
  await proxy.mend()
  expect(await ask(await dial(proxy.port), 'new')).toBe('[new]')
  expect(heard).toEqual([])
})

test('after so many bytes of an answer the line breaks: the request was served, the client never learns', async () => {
  await using echo = await startEcho()
  await using proxy = await startFaultProxy(echo.port)
  const socket = await dial(proxy.port)
  await ask(socket, 'before')
  proxy.dropAfter('down', 3)
  socket.write('COMMIT')
  expect(await text(socket).catch((error: { code: string }) => error.code)).toMatch(/^(\[CO|ECONNRESET)$/)
})

test('latency delays every piece', async () => {
  await using echo = await startEcho()
  await using proxy = await startFaultProxy(echo.port)
  const socket = await dial(proxy.port)
  proxy.delay(60)
  const began = performance.now()
  expect(await ask(socket, 'slow')).toBe('[slow]')
  expect(performance.now() - began).toBeGreaterThan(115)
})
