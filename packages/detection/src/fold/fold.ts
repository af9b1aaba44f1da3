import { lookAlikes } from './look-alikes.ts'

/**
 * Folded text and the way back: `map` gives each folded unit's offset in the original. It is null where every unit kept its
 * place, and undefined until asked for: most posts of a firehose match nothing and never need it.
 */
export type Folded = { original: string; text: string; map: Uint32Array | null | undefined }

const nonAscii = /[\u0080-\uffff]/
const nonAsciiEach = /[\u{80}-\u{10ffff}]/gu
const mark = /^[\p{Mn}\p{Me}]$/u
/** Format characters, fillers that render as nothing, and the variation selectors and tags. */
const invisible = /^(?:\p{Cf}|\p{Variation_Selector}|\p{Default_Ignorable_Code_Point}|\u2800)$/u
const control = /^[\p{Cc}--[\t\n\r]]$/v
const typographic: ReadonlyMap<number, string> = new Map([
  [0x2018, "'"],
  [0x2019, "'"],
  [0x201b, "'"],
  [0x02bc, "'"],
  [0x00b4, "'"],
  [0x2032, "'"],
  [0x2010, '-'],
  [0x2011, '-'],
  [0x2012, '-'],
  [0x2013, '-'],
  [0x2014, '-'],
  [0x2212, '-'],
  [0x00ad, ''],
])

function foldOne(cp: number): string {
  const given = typographic.get(cp) ?? lookAlikes.get(cp)
  if (given !== undefined) return given
  const char = String.fromCodePoint(cp)
  if (invisible.test(char) || mark.test(char)) return ''
  if (control.test(char)) return ' '
  const broken = char.normalize('NFKC').toLowerCase().normalize('NFD')
  if (broken === char) return char
  let out = ''
  for (const piece of broken) {
    if (mark.test(piece) || invisible.test(piece)) continue
    const code = piece.codePointAt(0) ?? 0
    out += typographic.get(code) ?? lookAlikes.get(code) ?? piece
  }
  return out
}

// Folding one code point is a pure function of Unicode data, so the cache only saves time.
const cache = new Map<number, string>()

function folding(cp: number): string {
  const known = cache.get(cp)
  if (known !== undefined) return known
  const out = foldOne(cp)
  cache.set(cp, out)
  return out
}

/** The same walk as `foldText`, keeping for each unit of the result where it came from. */
function offsetsOf(original: string, foldedLength: number): Uint32Array {
  const map = new Uint32Array(foldedLength + 1)
  let to = 0
  for (let at = 0; at < original.length; ) {
    const cp = original.codePointAt(at) ?? 0
    const width = cp < 0x80 ? 1 : folding(cp).length
    for (let k = 0; k < width; k++) map[to++] = at
    at += cp > 0xffff ? 2 : 1
  }
  map[foldedLength] = original.length
  return map
}

// Look-alikes are undone before lower-casing: Greek Ν reads as n, but its lower case ν as v.
const foldText = (original: string): string =>
  original.replace(nonAsciiEach, (char) => folding(char.codePointAt(0) ?? 0)).toLowerCase()

/**
 * Undoes disguise (case, width, style, diacritics, look-alikes, invisible characters, stacked marks) and keeps, for each
 * UTF-16 unit of the result, the offset it came from (trust.md §4, UTS 39 skeleton).
 */
export function fold(original: string): Folded {
  if (!nonAscii.test(original)) return { original, text: original.toLowerCase(), map: null }
  return { original, text: foldText(original), map: undefined }
}

/** Folded range → original range. Invisible characters inside belong to it; those around it do not. */
export function unfold(folded: Folded, start: number, end: number): { start: number; end: number } {
  if (folded.map === undefined) folded.map = offsetsOf(folded.original, folded.text.length)
  if (folded.map === null) return { start, end }
  const from = folded.map[start] ?? 0
  if (end <= start) return { start: from, end: from }
  const lastUnit = folded.map[end - 1] ?? from
  return { start: from, end: endOfCharacter(folded.original, lastUnit) }
}

/** Original range → folded range: of what `unfold` leads back into it. */
export function refold(folded: Folded, start: number, end: number): { from: number; to: number } {
  unfold(folded, 0, 0)
  const { map } = folded
  return map ? { from: firstFrom(map, start), to: firstFrom(map, end) } : { from: start, to: end }
}

/** First folded unit that comes from `offset` or after it, by bisection. */
function firstFrom(map: Uint32Array, offset: number): number {
  let low = 0
  let high = map.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((map[middle] ?? 0) < offset) low = middle + 1
    else high = middle
  }
  return low
}

/** End of the code point at `at`, with the combining marks that sit on it. */
function endOfCharacter(text: string, at: number): number {
  let end = at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1)
  while (end < text.length && mark.test(text[end] ?? '')) end++
  return end
}
