import { decodeUtf8 } from './bytes.ts'
import { type Json, MAX_JSON_DEPTH } from './canonical.ts'
import { LedgerError } from './errors.ts'

/**
 * Parses RFC 8259 JSON under the I-JSON rules (RFC 7493): no duplicate keys, no lone surrogates, no integer past
 * 2^53-1, no number out of double range, nesting at most 128. JSON.parse keeps the last of two equal keys, so two
 * readers of one signed text could see different things. Throws `json.invalid` with the offset.
 */
export function parseStrictJson(text: string): Json {
  const cursor = { text, at: 0 }
  const value = readValue(cursor, 0)
  skipSpace(cursor)
  if (cursor.at !== text.length) throw invalid(cursor)
  return value
}

/** The same from bytes, which must be well-formed UTF-8 without a byte order mark. */
export function parseStrictJsonBytes(bytes: Uint8Array): Json {
  let text: string
  try {
    text = decodeUtf8(bytes)
  } catch {
    throw new LedgerError('json.invalid', 'not UTF-8')
  }
  return parseStrictJson(text)
}

type Cursor = { readonly text: string; at: number }

const literals = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const
const numberPattern = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside a string
const plainPattern = /[^"\\\u0000-\u001f]*/y
const shortEscapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

function readValue(cursor: Cursor, depth: number): Json {
  if (depth > MAX_JSON_DEPTH) throw invalid(cursor)
  skipSpace(cursor)
  const first = cursor.text[cursor.at]
  if (first === '"') return readString(cursor)
  if (first === '{') return readObject(cursor, depth)
  if (first === '[') return readArray(cursor, depth)
  for (const [word, value] of literals) {
    if (cursor.text.startsWith(word, cursor.at)) {
      cursor.at += word.length
      return value
    }
  }
  return readNumber(cursor)
}

function readObject(cursor: Cursor, depth: number): Json {
  const object: { [key: string]: Json } = {}
  cursor.at++
  if (takes(cursor, '}')) return object
  do {
    skipSpace(cursor)
    const key = readString(cursor)
    if (Object.hasOwn(object, key)) throw invalid(cursor)
    expect(cursor, ':')
    const value = readValue(cursor, depth + 1)
    // Defined, not assigned: assigning to "__proto__" would change the prototype and lose the member.
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
  } while (takes(cursor, ','))
  expect(cursor, '}')
  return object
}

function readArray(cursor: Cursor, depth: number): Json {
  const items: Json[] = []
  cursor.at++
  if (takes(cursor, ']')) return items
  do items.push(readValue(cursor, depth + 1))
  while (takes(cursor, ','))
  expect(cursor, ']')
  return items
}

function readString(cursor: Cursor): string {
  if (cursor.text[cursor.at] !== '"') throw invalid(cursor)
  cursor.at++
  let out = ''
  for (;;) {
    plainPattern.lastIndex = cursor.at
    const run = plainPattern.exec(cursor.text)?.[0] ?? ''
    out += run
    cursor.at += run.length
    const stop = cursor.text[cursor.at++]
    if (stop === '"') break
    if (stop !== '\\') throw invalid(cursor)
    out += readEscape(cursor)
  }
  if (!out.isWellFormed()) throw invalid(cursor)
  return out
}

function readEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.at++] ?? ''
  if (letter !== 'u') {
    const plain = Object.hasOwn(shortEscapes, letter) ? shortEscapes[letter] : undefined
    if (plain === undefined) throw invalid(cursor)
    return plain
  }
  const hex = cursor.text.slice(cursor.at, cursor.at + 4)
  if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw invalid(cursor)
  cursor.at += 4
  return String.fromCharCode(Number.parseInt(hex, 16))
}

function readNumber(cursor: Cursor): number {
  numberPattern.lastIndex = cursor.at
  const match = numberPattern.exec(cursor.text)
  if (!match) throw invalid(cursor)
  cursor.at += match[0].length
  const value = Number(match[0])
  const integer = match[1] === undefined && match[2] === undefined
  if (!Number.isFinite(value) || (integer && !Number.isSafeInteger(value))) throw invalid(cursor)
  return value
}

function skipSpace(cursor: Cursor): void {
  for (;;) {
    const code = cursor.text.charCodeAt(cursor.at)
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
    cursor.at++
  }
}

function takes(cursor: Cursor, mark: string): boolean {
  skipSpace(cursor)
  if (cursor.text[cursor.at] !== mark) return false
  cursor.at++
  return true
}

function expect(cursor: Cursor, mark: string): void {
  if (!takes(cursor, mark)) throw invalid(cursor)
}

function invalid(cursor: Cursor): LedgerError {
  return new LedgerError('json.invalid', `not strict JSON near offset ${cursor.at}`)
}
