import { isUtf8 } from 'node:buffer'
import { Utf8Evidence } from '../file/encoding.ts'

const boms: [number[], string][] = [
  [[0xff, 0xfe, 0, 0], 'utf-32le'],
  [[0, 0, 0xfe, 0xff], 'utf-32be'],
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/** `<?` in encodings of more than a byte a character, for documents that open without a mark. */
const openings: [number[], string][] = [
  [[0x3c, 0, 0, 0], 'utf-32le'],
  [[0, 0, 0, 0x3c], 'utf-32be'],
  [[0x3c, 0, 0x3f, 0], 'utf-16le'],
  [[0, 0x3c, 0, 0x3f], 'utf-16be'],
]

/** Names servers write that the WHATWG list does not know. */
const aliases: Record<string, string | undefined> = {
  __proto__: null as unknown as undefined,
  'utf-32': 'utf-32le',
  'ucs-2': 'utf-16le',
  gb_2312: 'gbk',
  'gb2312-80': 'gbk',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp932: 'shift_jis',
  latin1: 'windows-1252',
  'tis-620': 'windows-874',
}

const c1 = /[\u0080-\u009f]/g
const windows = new TextDecoder('windows-1252')

/** Control characters that are Windows letters somebody passed through unchanged: U+0092 is the apostrophe of a Word document. */
const withoutControls = (text: string) =>
  c1.test(text) ? text.replace(c1, (char) => windows.decode(Uint8Array.of(char.charCodeAt(0)))) : text

/**
 * Bytes of a document as text: by its byte order mark, else by the first of what HTTP says, what the document says of itself, UTF-8
 * and Windows-1252 that can read every byte of it. Servers and documents lie about each other often enough that none is believed
 * against the bytes.
 */
export function decodeDocument(bytes: Uint8Array, contentType: string | null): string {
  return withoutControls(textOfBytes(bytes, contentType))
}

function textOfBytes(bytes: Uint8Array, contentType: string | null): string {
  const bom = startsWith(bytes, boms)
  if (bom) return withoutMark(decode(bytes, bom, false) as string)
  const wide = startsWith(bytes, openings)
  if (wide) return decode(bytes, wide, false) as string
  if (isUtf8(bytes) && bytes.some((byte) => byte > 0x7f)) return decode(bytes, 'utf-8', false) as string
  const said = [charsetOf(contentType ?? ''), declared(bytes)].filter((label) => label !== null)
  for (const label of said) {
    const text = decode(bytes, label, true)
    if (text !== null) return text
  }
  const known = said.find((label) => decode(new Uint8Array(), label, false) !== null)
  if (known !== undefined && !/^utf-?8$/.test(known)) return decode(bytes, known, false) as string
  // Said to be UTF-8, and is not: one broken byte among many good ones, or another encoding altogether.
  const evidence = new Utf8Evidence()
  evidence.note(bytes)
  return decode(bytes, evidence.encoding, false) as string
}

export function charsetOf(contentType: string): string | null {
  return /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? null
}

/** What the XML declaration, or the meta element of a transcript in HTML, says; both are ASCII in all encodings that reach here. */
function declared(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 2048)).toString('latin1')
  const xml = /^\s*<\?xml[^>]*?encoding\s*=\s*["']\s*([^"'\s]+)/i.exec(head)?.[1]
  return (xml ?? /<meta[^>]+charset\s*=\s*["']?\s*([^"'\s/>]+)/i.exec(head)?.[1])?.toLowerCase() ?? null
}

/** Null where the label is unknown, or `strict` and a byte sequence is not of this encoding. */
function decode(bytes: Uint8Array, given: string, strict: boolean): string | null {
  const label = aliases[given] ?? given
  if (label.startsWith('utf-32')) return decodeUtf32(bytes, label === 'utf-32le')
  // A document whose declaration could be read byte by byte is not in UTF-16, whatever it says.
  if (label.startsWith('utf-16') && strict) return null
  try {
    return new TextDecoder(label, { fatal: strict, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function decodeUtf32(bytes: Uint8Array, little: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const parts: string[] = []
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, little)
    parts.push(point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD')
  }
  return parts.join('')
}

function startsWith(bytes: Uint8Array, marks: [number[], string][]): string | undefined {
  return marks.find(([mark]) => mark.every((byte, at) => bytes[at] === byte))?.[1]
}

const withoutMark = (text: string) => (text.startsWith('\uFEFF') ? text.slice(1) : text)
