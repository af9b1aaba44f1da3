import type { Folded } from '../fold/fold.ts'
import type { Match } from './matcher.ts'

const linked = /(?:https?:\/\/|www\.)\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+\.[\p{L}.]{2,}/gu
const said = /\p{L}+|\p{Extended_Pictographic}/gu

/** Words that tell something beside a link; fewer are "look" and "see here". */
const leastWords = 3

/** A post that is a link or an address with the product's name in it, and says nothing itself: what lies behind it is another's text. */
export function namedInLinkOnly({ text }: Folded, matches: readonly Match[]): boolean {
  if (matches.length === 0 || !/[@/]|www/.test(text)) return false
  const links = [...text.matchAll(linked)].map((link) => [link.index, link.index + link[0].length] as const)
  if (links.length === 0) return false
  const inLinks = matches.every(({ from, to }) => links.some(([start, end]) => from >= start && to <= end))
  return inLinks && (text.replace(linked, ' ').match(said)?.length ?? 0) < leastWords
}
