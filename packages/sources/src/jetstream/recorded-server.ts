import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** How the server treats its n-th connection; anything unsaid is honest behaviour. */
export type Script = {
  /** Cuts the TCP connection after this many messages. */
  dropAfter?: number
  /** Says nothing more after this many messages, and answers no ping. */
  stallAfter?: number
  /** Starts no earlier than this time, whatever the cursor asked for. */
  floorUs?: number
  /** Delivers every message twice. */
  twice?: boolean
  /** Refuses the upgrade with HTTP 400 and this XRPC error. */
  refuse?: string
  /** Status of the refusal, unless 400. */
  status?: number
  /** Sent before anything else. */
  preface?: string[]
}

/** Tests only: a Jetstream server that plays lines back as the real one would, with scripted faults. */
export class RecordedServer implements AsyncDisposable {
  readonly #server: WebSocketServer
  readonly #sent: (line: string) => { timeUs: number; seq: number }
  readonly requests: URL[] = []

  private constructor(
    lines: string[],
    scripts: Script[],
    sent: (line: string) => { timeUs: number; seq: number },
  ) {
    this.#sent = sent
    this.#server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      verifyClient: (_info, answer) => {
        const { refuse, status = 400 } = scripts[this.requests.length] ?? {}
        if (refuse === undefined) return answer(true)
        this.requests.push(new URL(_info.req.url ?? '/', 'ws://localhost'))
        answer(false, status, JSON.stringify({ error: refuse }))
      },
    })
    this.#server.on('connection', (socket, request) => {
      const script = scripts[this.requests.length] ?? {}
      const url = new URL(request.url ?? '/', 'ws://localhost')
      this.requests.push(url)
      this.#play(socket, lines, script, url.searchParams.get('cursor'))
    })
  }

  static async start(
    lines: string[],
    scripts: Script[] = [],
    sent: (line: string) => { timeUs: number; seq: number } = (line) => ({
      timeUs: JSON.parse(line).time_us,
      seq: 0,
    }),
  ): Promise<RecordedServer> {
    const started = new RecordedServer(lines, scripts, sent)
    await new Promise((resolve) => started.#server.once('listening', resolve))
    return started
  }

  url(path = ''): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}${path}`
  }

  /** Keeps every connection open but reads nothing more, as a host that vanished would. */
  freeze(): void {
    for (const client of this.#server.clients) client.pause()
  }

  cursors(): (string | null)[] {
    return this.requests.map(({ searchParams }) => searchParams.get('cursor'))
  }

  #play(socket: WebSocket, lines: string[], script: Script, cursor: string | null): void {
    const from = Number(cursor ?? 0)
    const due = lines.filter((line) => {
      const { timeUs, seq } = this.#sent(line)
      return (from >= 1e15 ? timeUs >= from : seq >= from) && timeUs >= (script.floorUs ?? 0)
    })
    const messages = [
      ...(script.preface ?? []),
      ...due.flatMap((line) => (script.twice ? [line, line] : [line])),
    ]
    messages.slice(0, script.dropAfter ?? script.stallAfter).forEach((message) => {
      socket.send(message)
    })
    if (script.stallAfter !== undefined) socket.pause()
    if (script.dropAfter === undefined) return
    // Ends the stream below the WebSocket: bytes already written arrive, no close frame does.
    const { _socket } = socket as unknown as { _socket: { destroySoon(): void } }
    _socket.destroySoon()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
