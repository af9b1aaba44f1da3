import type { AddressInfo } from 'node:net'
import { encode } from '@atproto/lex-cbor'
import { WebSocketServer } from 'ws'

/** Tests only: frames of `com.atproto.label.subscribeLabels`, as a labeler sends them. */
export const labeler = 'did:plc:moderator'
export const hiddenUri = (rkey: string) => `at://did:plc:author/app.bsky.feed.post/${rkey}`

export type GivenLabel = { uri: string; val: string; neg?: boolean; src?: string; cts?: string; exp?: string }

export function labelsFrame(seq: number, ...labels: GivenLabel[]): Buffer {
  const whole = labels.map((label) => ({ ver: 1, src: labeler, cts: '2026-11-22T10:00:00.000Z', ...label }))
  return frame({ op: 1, t: '#labels' }, { seq, labels: whole })
}
export const infoFrame = (name: string) => frame({ op: 1, t: '#info' }, { name })
export const errorFrame = (error: string) => frame({ op: -1 }, { error })

function frame(header: object, body: object): Buffer {
  return Buffer.concat([encode(header as never), encode(body as never)])
}

/** How the n-th connection is treated. */
export type LabelScript = { send: Buffer[]; close?: boolean }

/** A labeler that plays a script a connection; beyond the last it stays silent. */
export class LabelServer implements AsyncDisposable {
  readonly #server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  readonly requests: URL[] = []

  private constructor(scripts: readonly LabelScript[]) {
    this.#server.on('connection', (socket, request) => {
      const { send, close = false } = scripts[this.requests.length] ?? { send: [] }
      this.requests.push(new URL(request.url ?? '/', 'ws://localhost'))
      for (const one of send) socket.send(one)
      if (close) socket.close()
    })
  }

  static async start(scripts: readonly LabelScript[]): Promise<LabelServer> {
    const started = new LabelServer(scripts)
    await new Promise((resolve) => started.#server.once('listening', resolve))
    return started
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  cursors(): (string | null)[] {
    return this.requests.map(({ searchParams }) => searchParams.get('cursor'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#server.clients) client.terminate()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
