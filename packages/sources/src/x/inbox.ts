import { Trouble } from '../trouble.ts'

/**
 * Takes lines off a stream as they come, for X cuts off who reads slowly, and hands them on as they are asked for. Beyond
 * `most` it gives up: what is missed then is read back by search.
 */
export class Inbox {
  readonly #most: number
  #lines: string[] = []
  #ended: Error | null = null
  #wake: () => void = () => undefined

  constructor(body: AsyncIterable<Buffer>, most = 5_000) {
    this.#most = most
    void this.#fill(body)
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0
  }

  /** The next lines, at most `count` and at least one; an empty line is a keep-alive. Rejects once the stream is over and read. */
  async take(count: number): Promise<string[]> {
    while (this.#lines.length === 0) {
      if (this.#ended) throw this.#ended
      await new Promise<void>((wake) => {
        this.#wake = wake
      })
    }
    return this.#lines.splice(0, count)
  }

  async #fill(body: AsyncIterable<Buffer>): Promise<void> {
    try {
      // Bytes, for a character may come in two pieces.
      let rest = Buffer.alloc(0)
      for await (const chunk of body) {
        const all = Buffer.concat([rest, chunk])
        const end = all.lastIndexOf(0x0a)
        rest = Buffer.from(all.subarray(end + 1))
        if (rest.length > 5_000_000) throw new Trouble('malformed', 'x.line_too_long')
        if (end < 0) continue
        this.#lines.push(
          ...all
            .toString('utf8', 0, end)
            .split('\n')
            .map((line) => line.trimEnd()),
        )
        if (this.#lines.length > this.#most) throw new Trouble('unavailable', 'x.stream_overtook_us')
        this.#wake()
      }
      this.#ended = new Trouble('unavailable', 'x.stream_ended')
    } catch (error) {
      this.#ended = error as Error
    }
    this.#wake()
  }
}
