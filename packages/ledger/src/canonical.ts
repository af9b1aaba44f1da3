import { sameBytes } from './bytes.ts'
import { LedgerError } from './errors.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Deeper than any entry; keeps hostile input from exhausting the stack. */
export const MAX_JSON_DEPTH = 128

/**
 * RFC 8785 (JCS): the one byte form of a JSON value that the ledger hashes and signs.
 * Throws `canonical.unsupported` for whatever JSON cannot carry without loss: undefined, BigInt, NaN and the
 * infinities, lone surrogates, integers past 2^53-1, objects with a prototype of their own.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0)
}

/** The canonical form as UTF-8 bytes. */
export function canonicalBytes(value: unknown): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8')
}

/**
 * Reads bytes that must already be in canonical form; throws `json.invalid` or `canonical.unsupported` otherwise.
 * The plain parser is enough: whatever it forgives (a key twice, odd bytes, spaces, large integers) does not come
 * back out of the canonical writer as the same bytes.
 */
export function parseCanonical(bytes: Uint8Array): Json {
  let value: Json
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  } catch {
    throw new LedgerError('json.invalid', 'not JSON')
  }
  if (!sameBytes(canonicalBytes(value), bytes)) throw new LedgerError('json.invalid', 'not in canonical form')
  return value
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_JSON_DEPTH) throw unsupported('nested too deeply')
  if (typeof value === 'string') return writeString(value)
  if (value === null || value === true || value === false) return String(value)
  if (typeof value === 'number') return writeNumber(value)
  if (Array.isArray(value)) return writeArray(value, depth)
  if (typeof value === 'object') return writeObject(value, depth)
  throw unsupported(`a ${typeof value}`)
}

/** Printable ASCII without quote or backslash: nearly every string here, and its own JSON form. */
const plain = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

function writeString(value: string): string {
  if (plain.test(value)) return `"${value}"`
  if (!value.isWellFormed()) throw unsupported('a lone surrogate')
  return JSON.stringify(value)
}

function writeNumber(value: number): string {
  // From 1e21 on the shortest form has an exponent and cannot be mistaken for an exact integer.
  const inexact = Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21
  if (!Number.isFinite(value) || inexact) throw unsupported('a number JSON cannot carry exactly')
  return JSON.stringify(value)
}

function writeArray(value: unknown[], depth: number): string {
  let items = ''
  for (let i = 0; i < value.length; i++) items += (i > 0 ? ',' : '') + write(value[i], depth + 1)
  return `[${items}]`
}

function writeObject(value: object, depth: number): string {
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) throw unsupported('an object that is not plain')
  const record = value as Record<string, unknown>
  // The default sort compares UTF-16 code units, which is the order RFC 8785 §3.2.3 asks for.
  let members = ''
  for (const key of Object.keys(record).sort())
    members += `${members && ','}${writeString(key)}:${write(record[key], depth + 1)}`
  return `{${members}}`
}

function unsupported(what: string): LedgerError {
  return new LedgerError('canonical.unsupported', `canonical JSON cannot hold ${what}`)
}
