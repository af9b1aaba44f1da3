/** What stands in for words in the pieces of text that detection weighs. */
const standIns: [RegExp, string][] = [
  [/<drug>/g, '[product]'],
  [/<other>/g, '[another medicine]'],
  [/<url>/g, '[link]'],
  [/<user>/g, '[name]'],
  [/<num[^>]*>/g, '[number]'],
  [/<[^>]*>/g, '[…]'],
]

/** Small words of the languages that are read: alone they say nothing to a reader. */
const small = new Set(
  `a about all also am an and any are as at be been but by can could did do does dont else even for from get got had has have having he
  her here him his how i if im in into is isnt it its ive just know like me more most my no not now of on one or our out over people
  really said say she so some than that the their them then there these they thing things this those to too up us very was we went were
  what when where which while who why will with would you your
  aber als am an auch auf aus bei bin das dass dem den der des die doch ein eine einen einer er es für habe hat ich im in ist ja mein
  mich mir mit nach nicht noch nur oder sich sie sind so und uns von war was wenn wie wir zu zum
  au avec ce dans de des du elle en est et il ils je la le les leur lui ma mais me mes moi mon ne nous on ont ou par pas plus pour que
  qui sa se son sont sur tu un une vous
  al como con del el ella ellos es esta este fue ha han hay la las le lo los me mi muy más no nos o para pero por porque que se si sin su
  sus te un una y ya yo
  che chi ci di gli ho i il io l le lo ma mi nel non o per più sono suo ti tu un una è
  aan al de dat die een en er het hij ik je maar met mijn naar niet nog of om ook op te van voor was we wel ze zijn
  a ao as com da das de do dos e em eu foi isso já mais mas me meu minha na no não o os ou para por que se sem um uma você`.split(
    /\s+/,
  ),
)

const says = (word: string): boolean =>
  /[\p{L}\p{N}]/u.test(word) && !word.startsWith('<') && !small.has(word)

/** "up in , <drug> ." → "up in, [product]": as a person would quote it; null where it quotes nothing of note. */
export function quotable(piece: string): string | null {
  if (!piece.split(' ').some(says)) return null
  const plain = piece.replace(/ (?=[.,!?…])/g, '').replace(/^[\s.,!?…("]+|[\s.,…("]+$/g, '')
  return standIns.reduce((text, [mark, words]) => text.replace(mark, words), plain)
}

/** Pieces of a text as one reason, e.g. `wording often found in reports: “in hospital”`; null where there are none. */
export function wordingOf(pieces: readonly string[], found: string): string | null {
  if (pieces.length === 0) return null
  const quotes = [...new Set(pieces.map(quotable).filter((quote) => quote !== null))]
  const longest = quotes.filter((quote) => !quotes.some((other) => other !== quote && other.includes(quote)))
  if (longest.length === 0) return 'its wording as a whole'
  // Isolated: words written from right to left must not turn the sentence around them.
  return `${found}: ${longest.map((quote) => `“\u2068${quote}\u2069”`).join(', ')}`
}
