import { createHash, hash } from 'node:crypto'
import { LedgerError } from './errors.ts'

/** SHA-256 of one byte string, 32 bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer')
}

/** SHA-256 as 64 lower-case hex digits: how the ledger writes content hashes. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex')
}

/** A running SHA-256 and byte count, for content too large to hold. */
export function digestStream() {
  const running = createHash('sha256')
  let size = 0
  return {
    add(chunk: Uint8Array): void {
      running.update(chunk)
      size += chunk.length
    },
    finish: (): { sha256: string; size: number } => ({ sha256: running.digest('hex'), size }),
  }
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/**
 * Decodes standard padded base64 (RFC 4648 §4). Only the one canonical spelling is accepted: a decoder that
 * ignores stray bits would let a signed file be altered without any check noticing.
 */
export function fromBase64(text: string, length?: number): Buffer {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.toString('base64') !== text || (length !== undefined && bytes.length !== length)) {
    throw new LedgerError('base64.invalid', 'not canonical base64 of the expected length')
  }
  return bytes
}

/** True when `text` is canonical base64 of exactly `length` bytes. */
export function isBase64Of(text: unknown, length: number): text is string {
  if (typeof text !== 'string') return false
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === length && bytes.toString('base64') === text
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** UTF-8 to text; throws on malformed bytes and keeps a byte order mark, so that nothing is silently dropped. */
export function decodeUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes)
}
