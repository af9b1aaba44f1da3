/** X counts 280 of these: characters of most alphabets 1, all others 2, an emoji 2 however it is built, an address 23. */
export const xLimit = 280
const address =
  /\bhttps?:\/\/\S+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|info|eu|de|fr|es|it|nl|pt|uk|us|ch|at|co)\b\S*/gi
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** Posting an address costs twenty times a reply. */
export const hasAddress = (text: string): boolean => new RegExp(address.source, 'i').test(text)

export function xLength(text: string): number {
  const addresses = text.match(address) ?? []
  const rest = text.normalize('NFC').replace(address, '')
  let length = addresses.length * 23
  for (const { segment } of segmenter.segment(rest)) {
    if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(segment)) length += 2
    else for (const character of segment) length += isLight(character.codePointAt(0) ?? 0) ? 1 : 2
  }
  return length
}

/** The ranges of twitter-text, version 3. */
const isLight = (code: number) =>
  code <= 4351 ||
  (code >= 8192 && code <= 8205) ||
  (code >= 8208 && code <= 8223) ||
  (code >= 8242 && code <= 8247)
