const names: Record<number, string> = {
  160: 'NO-BREAK SPACE',
  173: 'SOFT HYPHEN',
  847: 'COMBINING GRAPHEME JOINER',
  1564: 'ARABIC LETTER MARK',
  8203: 'ZERO WIDTH SPACE',
  8204: 'ZERO WIDTH NON-JOINER',
  8205: 'ZERO WIDTH JOINER',
  8206: 'LEFT-TO-RIGHT MARK',
  8207: 'RIGHT-TO-LEFT MARK',
  8232: 'LINE SEPARATOR',
  8233: 'PARAGRAPH SEPARATOR',
  8234: 'LEFT-TO-RIGHT EMBEDDING',
  8235: 'RIGHT-TO-LEFT EMBEDDING',
  8236: 'POP DIRECTIONAL FORMATTING',
  8237: 'LEFT-TO-RIGHT OVERRIDE',
  8238: 'RIGHT-TO-LEFT OVERRIDE',
  8239: 'NARROW NO-BREAK SPACE',
  8288: 'WORD JOINER',
  8294: 'LEFT-TO-RIGHT ISOLATE',
  8295: 'RIGHT-TO-LEFT ISOLATE',
  8296: 'FIRST STRONG ISOLATE',
  8297: 'POP DIRECTIONAL ISOLATE',
  12288: 'IDEOGRAPHIC SPACE',
  65279: 'ZERO WIDTH NO-BREAK SPACE',
}

/** Characters that show nothing, or move what is around them: controls, format, fillers, unassigned, private, lone halves. */
export const hiddenCharacter =
  /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
// The mark that opens a spelled-out character is spelled out too, so that no text can imitate one.
const spelledOut = new RegExp(`${hiddenCharacter.source}|(?! )\\p{Zs}|\u27e8`, 'gu')

/** `U+200B ZERO WIDTH SPACE`, or the bare code point where it has no common name. */
export function nameOfCharacter(char: string): string {
  const cp = char.codePointAt(0) ?? 0
  const hex = `U+${cp.toString(16).toUpperCase().padStart(4, '0')}`
  return names[cp] ? `${hex} ${names[cp]}` : hex
}

/** The text as the signer sees it: every invisible, bidi or unusual blank character written out as `⟨U+200B …⟩`. */
export const escapeInvisible = (text: string): string =>
  text.replace(spelledOut, (char) => `\u27e8${nameOfCharacter(char)}\u27e9`)
