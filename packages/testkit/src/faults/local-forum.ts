import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { PostToSeed } from '../stack/seed-post.ts'

const OURS_FROM = 1_000_000

/**
 * A Discourse forum that drops no repeats, as far as a publisher needs one: what it was given twice, the public reads twice. That is
 * why it, and not the practice platform, says whether a reply left once.
 */
export type LocalForum = AsyncDisposable & {
  /** What a publisher of this forum is told in its environment. */
  readonly env: { DISCOURSE_SERVER: string; DISCOURSE_ACCOUNT: string; DISCOURSE_WRITE_KEY: string }
  readonly account: string
  /** The forum's `n`th post, to be stored as if it had been read there. */
  post(n: number): PostToSeed
  /** Replies the public reads under that post. */
  repliesTo(n: number): string[]
  /** From now on what is written is taken and not answered, until the returned function is called. */
  hang(): () => void
}

type Written = { id: number; topic: number; raw: string }

export async function startLocalForum({ answersAfterMs = 0 } = {}): Promise<LocalForum> {
  const written: Written[] = []
  let answering: Promise<void> = Promise.resolve()
  const server = createServer(async (request, response) => {
    const answer = await answerTo(request, written)
    if (request.method === 'POST') await Promise.all([answering, pause(answersAfterMs)])
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? { errors: ['no such post'], error_type: 'not_found' }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const account = `brand@${place}`
  return {
    account,
    env: { DISCOURSE_SERVER: `http://${place}`, DISCOURSE_ACCOUNT: account, DISCOURSE_WRITE_KEY: 'key' },
    post: (n) => ({ externalId: `${place}/p/${n}`, raw: JSON.stringify(asked(n)) }),
    repliesTo: (n) => written.filter(({ topic }) => topic === n).map(({ raw }) => raw),
    hang: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      answering = promise
      return resolve
    },
    [Symbol.asyncDispose]: () => closed(server),
  }
}

const asked = (n: number) => ({
  id: n,
  topic_id: n,
  post_number: 1,
  username: 'writer',
  cooked: '<p>Who knows this?</p>',
})
const shown = ({ id, topic, raw }: Written) => ({ ...asked(id), topic_id: topic, username: 'brand', raw })

/** Each post opens a topic of its own under its number; replies are numbered from `OURS_FROM`. Undefined: there is no such thing. */
async function answerTo(request: IncomingMessage, written: Written[]): Promise<unknown> {
  if (request.method === 'POST') {
    const { raw, topic_id } = JSON.parse(await bodyOf(request))
    const reply = { id: OURS_FROM + written.length, topic: topic_id, raw }
    written.push(reply)
    return shown(reply)
  }
  const [, id, replies] = /^\/posts\/(\d+)(\/replies)?\.json$/.exec(request.url ?? '') ?? []
  const n = Number(id)
  if (replies) return written.filter(({ topic }) => topic === n).map(shown)
  const reply = written[n - OURS_FROM]
  return n < OURS_FROM ? asked(n) : reply && shown(reply)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => void server.close(() => done()))
}
