/** A run of text as written, or one character that would not be seen. Offsets are UTF-16 units of the post. */
export type Piece =
  | { kind: 'text'; start: number; end: number; text: string }
  | { kind: 'chip'; start: number; end: number; label: string; name: string }

const names: Record<number, [string, string]> = {
  173: ['SHY', 'soft hyphen'],
  1564: ['ALM', 'Arabic letter mark'],
  6158: ['MVS', 'Mongolian vowel separator'],
  8203: ['ZWSP', 'zero-width space'],
  8204: ['ZWNJ', 'zero-width non-joiner'],
  8205: ['ZWJ', 'zero-width joiner'],
  8206: ['LRM', 'left-to-right mark'],
  8207: ['RLM', 'right-to-left mark'],
  8234: ['LRE', 'left-to-right embedding'],
  8235: ['RLE', 'right-to-left embedding'],
  8236: ['PDF', 'end of direction override'],
  8237: ['LRO', 'left-to-right override'],
  8238: ['RLO', 'right-to-left override'],
  8288: ['WJ', 'word joiner'],
  8294: ['LRI', 'left-to-right isolate'],
  8295: ['RLI', 'right-to-left isolate'],
  8296: ['FSI', 'first-strong isolate'],
  8297: ['PDI', 'end of isolate'],
  65279: ['BOM', 'zero-width no-break space'],
  4447: ['HCF', 'Hangul filler'],
  4448: ['HJF', 'Hangul filler'],
  12644: ['HF', 'Hangul filler'],
  65440: ['HHF', 'half-width Hangul filler'],
}

// Control characters but tab, line feed and carriage return; format characters; fillers; selectors; tags.
const ranges: [number, number][] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180b, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x2064],
  [0x2066, 0x206f],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff9, 0xfffb],
  [0xe0000, 0xe007f],
  [0xe0100, 0xe01ef],
]
const escaped = (code: number) => `\\u{${code.toString(16)}}`
const suspicious = new RegExp(`[${ranges.map(([a, b]) => `${escaped(a)}-${escaped(b)}`).join('')}]`, 'u')
const stackOf = /\p{M}{9,}/gu
const emoji = /^\p{RGI_Emoji}$/v
const joinScripts =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{M}]/u
const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** True where a text holds anything a reader would not see. */
export const hidesSomething = (text: string): boolean => pieces(text).some((p) => p.kind === 'chip')

/**
 * Splits a text so that every character a reader would not see, or that would reorder what is read, stands alone as
 * a chip. Joiners inside emoji and inside scripts that are written with them are ordinary spelling and stay.
 */
export function pieces(text: string, from = 0): Piece[] {
  if (!suspicious.test(text) && text.search(stackOf) < 0) {
    return text === '' ? [] : [{ kind: 'text', start: from, end: from + text.length, text }]
  }
  const out: Piece[] = []
  for (const { segment, index } of graphemes.segment(text)) {
    if (emoji.test(segment) || emoji.test(segment.replace(/\ufe0e/g, ''))) addText(out, segment, from + index)
    else addGrapheme(out, text, segment, index, from)
  }
  return out
}

function addGrapheme(out: Piece[], text: string, grapheme: string, index: number, from: number): void {
  const marks = [...grapheme].filter((c) => /\p{M}/u.test(c)).length
  if (marks > 8) {
    const label = `${[...grapheme][0]} +${marks}`
    out.push(chip(from + index, grapheme.length, label, `${marks} combining marks stacked on one letter`))
    return
  }
  let at = index
  for (const char of grapheme) {
    const code = char.codePointAt(0) ?? 0
    if (suspicious.test(char) && !isSpelling(text, at, code)) out.push(chipOf(code, from + at, char.length))
    else addText(out, char, from + at)
    at += char.length
  }
}

/** Zero-width (non-)joiners between letters of Persian, Hindi and their like are how words are spelled. */
function isSpelling(text: string, at: number, code: number): boolean {
  if (code !== 0x200c && code !== 0x200d) return false
  return joinScripts.test(text.slice(0, at).slice(-1)) && joinScripts.test(text.slice(at + 1))
}

function addText(out: Piece[], text: string, start: number): void {
  const last = out.at(-1)
  if (last?.kind === 'text') {
    last.text += text
    last.end += text.length
  } else out.push({ kind: 'text', start, end: start + text.length, text })
}

function chipOf(code: number, start: number, length: number): Piece {
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const [label, name] = names[code] ?? [hex, nameOfRange(code)]
  return chip(start, length, label, `${name} ${hex}`)
}

const chip = (start: number, length: number, label: string, name: string): Piece => ({
  kind: 'chip',
  start,
  end: start + length,
  label,
  name,
})

function nameOfRange(code: number): string {
  if (code >= 0xe0000 && code <= 0xe007f) return 'invisible tag character'
  if (code >= 0xe0100 || (code >= 0xfe00 && code <= 0xfe0f)) return 'variation selector'
  return code < 0xa0 ? 'control character' : 'invisible character'
}
