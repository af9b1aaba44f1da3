/** Ways to write a text so that it looks the same, or nearly, and is other characters: what a disguise must not change is the score. */
const homoglyphs: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
  A: 'Α',
  B: 'Β',
  E: 'Ε',
  I: 'Ι',
  M: 'Μ',
  T: 'Τ',
  Z: 'Ζ',
}
const everyLetter = (text: string, change: (letter: string, at: number) => string): string =>
  [...text].map((char, at) => (/\p{Script=Latin}/u.test(char) ? change(char, at) : char)).join('')
const withinWords = (text: string, put: string, each: number): string =>
  text.replace(/\p{L}+/gu, (word) =>
    [...word].map((letter, at) => (at > 0 && at % each === 0 ? put + letter : letter)).join(''),
  )
/** Letters of a Unicode block that has all 26 in order. */
const block = (lower: number, upper: number) => (text: string) =>
  text
    .replace(/[a-z]/g, (letter) => String.fromCodePoint(lower + letter.charCodeAt(0) - 97))
    .replace(/[A-Z]/g, (letter) => String.fromCodePoint(upper + letter.charCodeAt(0) - 65))

export const disguises: Readonly<Record<string, (text: string) => string>> = {
  homoglyphs: (text) => everyLetter(text, (letter) => homoglyphs[letter] ?? letter),
  'some homoglyphs': (text) =>
    everyLetter(text, (letter, at) => (at % 3 ? letter : (homoglyphs[letter] ?? letter))),
  'zero-width spaces': (text) => withinWords(text, '\u200b', 2),
  'zero-width joiners': (text) => withinWords(text, '\u200d', 1),
  'soft hyphens': (text) => withinWords(text, '\u00ad', 3),
  'word joiners and a BOM': (text) => `\ufeff${withinWords(text, '\u2060', 2)}`,
  'full width': block(0xff41, 0xff21),
  'mathematical bold': block(0x1d41a, 0x1d400),
  'mathematical script': block(0x1d4ea, 0x1d4d0),
  'enclosed letters': block(0x24d0, 0x24b6),
  'combining strokes': (text) => everyLetter(text, (letter) => `${letter}\u0336`),
  'stacked marks': (text) => everyLetter(text, (letter) => `${letter}\u0301\u0308\u0323`),
  'right-to-left override': (text) => `\u202e${text}\u202c`,
  'isolates around every word': (text) => text.replace(/\S+/g, (word) => `\u2066${word}\u2069`),
  'tag characters': (text) => `${text}\u{e0001}\u{e0041}\u{e007f}`,
  'upper case': (text) => text.toUpperCase(),
  'curly apostrophes': (text) => text.replaceAll("'", '’'),
}
