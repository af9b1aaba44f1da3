import { createHash } from 'node:crypto'

const alphabet = '234567abcdefghijklmnopqrstuvwxyz'
const tidShape = /^[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}$/

/** A timestamp identifier (https://atproto.com/specs/tid) of `timeUs` microseconds and a clock id below 1024. */
export function tid(timeUs: number, clockId: number): string {
  return base32(timeUs, 11) + base32(clockId, 2)
}

/** The microseconds since 1970 that a TID names, or null if it is none (record keys may be anything). */
export function tidTimeUs(text: string): number | null {
  if (!tidShape.test(text)) return null
  let time = 0
  for (const char of text.slice(0, 11)) time = time * 32 + alphabet.indexOf(char)
  return time
}

/**
 * The one record key an order can ever be published under: its signed time, made unique by its id. Sending it
 * twice names the same record (trust: exactly once against a platform without idempotency keys).
 */
export function orderKey(orderId: string, createdAt: string): string {
  const digest = createHash('sha256').update('hark-order-v1\0').update(orderId).digest()
  const timeUs = Date.parse(createdAt) * 1000 + (digest.readUInt32BE(0) % 1000)
  return tid(timeUs, digest.readUInt16BE(4) % 1024)
}

function base32(value: number, length: number): string {
  let out = ''
  for (let rest = value; out.length < length; rest = Math.floor(rest / 32))
    out = alphabet.charAt(rest % 32) + out
  return out
}
