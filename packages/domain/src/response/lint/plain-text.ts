import { hiddenCharacter } from '../escape.ts'

/** The text without accents and in one kind of apostrophe, unit for unit, so that offsets stay those of the text. */
export function withoutAccents(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] ?? ''
    out +=
      unit === '’' ? "'" : unit === '\u00a0' || unit === '\u202f' ? ' ' : (unit.normalize('NFD')[0] ?? unit)
  }
  return out
}

/** One pattern over pieces of regular expressions, whole words only. */
export const wholeWords = (pieces: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${pieces.join('|')})(?![\\p{L}\\p{N}])`, 'giu')

/** A stretch between blanks, without the punctuation around it, lower case and without accents. */
export type Token = { word: string; start: number; end: number }

export function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}](?:\S*[\p{L}\p{N}])?/gu), (m) => ({
    word: withoutAccents(m[0]).toLowerCase(),
    start: m.index,
    end: m.index + m[0].length,
  }))
}

/** Single words, split at everything that is no letter or digit. */
export function wordsOf(text: string): Token[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), (m) => ({
    word: withoutAccents(m[0]).toLowerCase(),
    start: m.index,
    end: m.index + m[0].length,
  }))
}

const whole: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ŋ: 'n',
  ĸ: 'k',
}

/** Text with disguise undone (case, width, style, accents, hidden characters) and, unit by unit, where it came from. */
export type Undisguised = { text: string; from: number[] }

export function undisguise(text: string): Undisguised {
  let out = ''
  const from: number[] = []
  for (let at = 0; at < text.length; ) {
    const char = String.fromCodePoint(text.codePointAt(at) ?? 0)
    for (const piece of char.normalize('NFKD').toLowerCase().normalize('NFD')) {
      if (/\p{M}/u.test(piece) || hiddenCharacter.test(piece)) continue
      const plain = whole[piece] ?? piece
      for (let i = 0; i < plain.length; i++) from.push(at)
      out += plain
    }
    at += char.length
  }
  from.push(text.length)
  return { text: out, from }
}
