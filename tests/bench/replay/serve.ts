import type { AddressInfo, Socket } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { Absence } from './generate.ts'
import { productNames } from './names.ts'
import { recordedShapes } from './shapes.ts'

/** Bytes the system holds for a reader that is behind before nothing more is made for it. */
const AHEAD_BYTES = 1 << 20
const AT_ONCE = 200

/** A Jetstream server as a process of its own: `serve.ts POSTS MATCHED NAMES END_US`. Says on stdout where it listens and how far it is. */
const [posts, matched, names, endUs] = process.argv.slice(2).map(Number) as [number, number, number, number]
const asked = recordedShapes().filter(({ withPosts }) => withPosts)
const absence = new Absence({ posts, matched, names: productNames(names).names, endUs, shapes: asked })
const say = (fact: object) => void process.stdout.write(`${JSON.stringify(fact)}\n`)

const server = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/subscribe' })
server.on('listening', () => say({ port: (server.address() as AddressInfo).port }))
server.on('connection', (socket, request) => {
  const query = new URL(request.url ?? '/', 'ws://localhost').searchParams
  // Only what this reader asks for is generated; another filter would be another stream.
  if (query.get('wantedCollections') !== 'app.bsky.feed.post') return socket.close(1003)
  const from = absence.placeAt(Number(query.get('cursor') ?? absence.timeUs(absence.count)))
  say({ from })
  void play(socket, (socket as unknown as { _socket: Socket })._socket, from)
})

/** Sends from there to the end, no faster than the reader takes it, and stays open as a quiet network would. */
async function play(socket: WebSocket, below: Socket, from: number): Promise<void> {
  for (let n = from; n < absence.count && socket.readyState === socket.OPEN; ) {
    below.cork()
    for (const end = Math.min(n + AT_ONCE, absence.count); n < end; n++) socket.send(absence.line(n))
    below.uncork()
    while (socket.bufferedAmount > AHEAD_BYTES && socket.readyState === socket.OPEN) await drained(below)
    await new Promise(setImmediate)
  }
  say({ sent: absence.count - from })
}

function drained(below: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const done = () => {
    below.off('drain', done).off('close', done)
    resolve()
  }
  below.on('drain', done).on('close', done)
  return promise
}
