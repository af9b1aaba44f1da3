export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/**
 * The encoding the first bytes of a file name: its byte order mark, or the zero bytes that Latin text has in
 * UTF-16. Null where they name none; then `Utf8Evidence` over the whole file decides.
 */
export function sniffEncoding(head: Uint8Array): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  // A stray NUL is no sign; a zero in most places of one parity is.
  const [even = 0, odd = 0] = zeros
  if (odd > head.length * 0.3 && even < odd / 10) return 'utf-16le'
  if (even > head.length * 0.3 && odd < even / 10) return 'utf-16be'
  return null
}

/** Weighs over a whole file whether it is UTF-8 (perhaps with a broken byte or two) or an old Windows export. */
export class Utf8Evidence {
  readonly #decoder = new TextDecoder('utf-8')
  #broken = 0
  #valid = 0

  note(chunk: Uint8Array): void {
    for (const char of this.#decoder.decode(chunk, { stream: true })) {
      if (char === '\uFFFD') this.#broken += 1
      else if (char > '\u007F') this.#valid += 1
    }
  }

  get encoding(): Encoding {
    return this.#broken > this.#valid ? 'windows-1252' : 'utf-8'
  }
}
