import { createReadStream } from 'node:fs'
import type { Encoding } from './encoding.ts'

/** One physical line, counted from 1, with the ending it had. `text` is null where it was too long to hold. */
export type Line = { number: number; text: string | null; ending: string }

/** No post is this long; a longer line is a file of another kind, or an attack on our memory. */
export const maxLineChars = 1_000_000

export type ReadOptions = {
  encoding: Encoding
  /** '\r' only for files of old Macs; '\r\n' counts as '\n'. */
  newline: '\n' | '\r'
  signal: AbortSignal
  onBytes?: (chunk: Uint8Array) => void
}

/** The lines of a file, in the lumps they were read in, in memory that does not grow with the file. */
export async function* readLines(path: string, options: ReadOptions): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder(options.encoding)
  const splitter = new LineSplitter(options.newline)
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
    if (options.signal.aborted) return
    options.onBytes?.(chunk)
    yield splitter.push(decoder.decode(chunk, { stream: true }))
  }
  yield [...splitter.push(decoder.decode()), ...splitter.end()]
}

export class LineSplitter {
  readonly #newline: string
  #rest = ''
  #number = 0
  #tooLong = false

  constructor(newline: '\n' | '\r') {
    this.#newline = newline
  }

  push(text: string): Line[] {
    const lines: Line[] = []
    let from = 0
    for (let at = text.indexOf(this.#newline); at >= 0; at = text.indexOf(this.#newline, from)) {
      lines.push(this.#line(this.#rest + text.slice(from, at), this.#newline))
      this.#rest = ''
      from = at + 1
    }
    this.#rest += text.slice(from)
    if (this.#rest.length > maxLineChars) {
      this.#tooLong = true
      this.#rest = ''
    }
    return lines
  }

  /** What follows the last newline, if anything does. */
  end(): Line[] {
    return this.#rest === '' && !this.#tooLong ? [] : [this.#line(this.#rest, '')]
  }

  #line(text: string, ending: string): Line {
    this.#number += 1
    const tooLong = this.#tooLong || text.length > maxLineChars
    this.#tooLong = false
    if (tooLong) return { number: this.#number, text: null, ending }
    const carriage = ending === '\n' && text.endsWith('\r')
    return {
      number: this.#number,
      text: carriage ? text.slice(0, -1) : text,
      ending: carriage ? '\r\n' : ending,
    }
  }
}
