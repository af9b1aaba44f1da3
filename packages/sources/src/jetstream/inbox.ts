import type { WebSocket } from 'ws'

export type Message = { data: Buffer; receivedMs: number }

export type InboxOptions = {
  accept: (data: Buffer) => boolean
  nowMs: () => number
  /** Messages held before the socket is paused: the far end then waits for us, not our memory for it. */
  highWater: number
  /** Silence after which the peer is asked for a sign of life; twice that, and it is taken for dead. */
  pingMs: number
  /** Messages are bytes of their own (CBOR), not text. */
  binary?: boolean
}

const highWaterBytes = 8 * 1024 * 1024

/** Messages of one WebSocket, held within bounds until somebody takes them. */
export class Inbox {
  readonly #socket: WebSocket
  readonly #options: InboxOptions
  #messages: Message[] = []
  #bytes = 0
  #heard = true
  #closed: string | null = null
  #wake: () => void = () => undefined
  #heartbeat: NodeJS.Timeout | undefined

  constructor(socket: WebSocket, options: InboxOptions) {
    this.#socket = socket
    this.#options = options
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    socket.on('pong', () => this.#hear())
    socket.on('error', () => this.#close('socket.error'))
    socket.on('close', (code) => this.#close(`socket.closed_${code}`))
    socket.on('open', () => {
      this.#heartbeat = setInterval(() => this.#checkAlive(), options.pingMs).unref()
    })
  }

  /** Why no more messages will come, or null. Those already held can still be taken. */
  get closed(): string | null {
    return this.#closed
  }

  get size(): number {
    return this.#messages.length
  }

  /**
   * Waits for the first message, then until `count` are here or `lingerMs` have passed, so that a quiet stream is
   * prompt and a busy one comes in large batches. Returns early when the socket closes or `signal` aborts.
   */
  async fill(count: number, lingerMs: number, signal: AbortSignal): Promise<void> {
    const done = () => this.#closed !== null || signal.aborted
    const wake = () => this.#wake()
    signal.addEventListener('abort', wake)
    try {
      while (this.size === 0 && !done()) await this.#change()
      let lingering = this.size > 0
      const timer = setTimeout(() => {
        lingering = false
        this.#wake()
      }, lingerMs)
      while (lingering && this.size < count && !done()) await this.#change()
      clearTimeout(timer)
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  take(count: number): Message[] {
    const taken = this.#messages.splice(0, count)
    for (const { data } of taken) this.#bytes -= data.length
    if (this.#socket.isPaused && !this.#isFull()) this.#socket.resume()
    return taken
  }

  close(): void {
    clearInterval(this.#heartbeat)
    this.#closed ??= 'closed'
    this.#socket.terminate()
  }

  #receive(data: Buffer, isBinary: boolean): void {
    this.#hear()
    // Compression is never asked for, so bytes among text, or text among bytes, are none of ours.
    if (isBinary !== (this.#options.binary ?? false) || !this.#options.accept(data)) return
    this.#messages.push({ data, receivedMs: this.#options.nowMs() })
    this.#bytes += data.length
    if (this.#isFull()) this.#socket.pause()
    this.#wake()
  }

  #isFull(): boolean {
    return this.size >= this.#options.highWater || this.#bytes >= highWaterBytes
  }

  #hear(): void {
    this.#heard = true
  }

  #checkAlive(): void {
    // A paused socket reads no pong: its silence is ours.
    if (this.#heard || this.#socket.isPaused) {
      this.#heard = false
      this.#socket.ping()
      return
    }
    this.#close('socket.silent')
    this.#socket.terminate()
  }

  #close(reason: string): void {
    clearInterval(this.#heartbeat)
    this.#closed ??= reason
    this.#wake()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
