import { WebSocket, WebSocketServer } from 'ws'
import { eventsOf, lineOf } from './jetstream-lines.mjs'

/**
 * Follows the repository stream of one server and serves it on the v1 wire, from any cursor: all of it is kept, until SIGUSR2 makes it
 * forget, as a window of time that has passed. Like the real one it then clamps older cursors, and says nothing.
 */
export async function serveJetstream(server) {
  const kept = []
  const clients = new Map()
  const web = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await new Promise((resolve) => web.once('listening', resolve))
  web.on('connection', (socket, request) => {
    const query = new URL(request.url, 'ws://localhost').searchParams
    const wanted = new Set(query.getAll('wantedCollections'))
    const passes = ({ kind, collection }) => kind !== 'commit' || wanted.size === 0 || wanted.has(collection)
    // Without a cursor a client hears what comes from now on, as at the real one.
    const from = Number(query.get('cursor') ?? Number.POSITIVE_INFINITY)
    for (const event of kept) if (event.timeUs >= from && passes(event)) socket.send(event.line)
    clients.set(socket, passes)
    socket.on('close', () => clients.delete(socket))
  })
  process.on('SIGUSR2', () => kept.splice(0))
  const stream = new WebSocket(
    `${server.replace('http', 'ws')}/xrpc/com.atproto.sync.subscribeRepos?cursor=0`,
  )
  await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject))
  let order = Promise.resolve()
  stream.on('message', (frame) => {
    order = order.then(async () => {
      for (const event of await eventsOf(frame)) tell(event)
    })
  })

  function tell(event) {
    const timeUs = Math.max(Date.now() * 1000, (kept.at(-1)?.timeUs ?? 0) + 1)
    const told = {
      timeUs,
      kind: event.kind,
      collection: event.commit?.collection,
      line: lineOf(event, timeUs),
    }
    kept.push(told)
    for (const [socket, passes] of clients) if (passes(told)) socket.send(told.line)
  }
  return `ws://127.0.0.1:${web.address().port}`
}
