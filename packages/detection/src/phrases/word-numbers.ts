/** Words beyond these limits have no number and are looked up as they stand: strangers write words without end. */
const most = 200_000
const longest = 40

const numbers = new Map<string, number>()
const words: string[] = ['']

/** Some engines keep a piece of a text as a window on the whole: a word remembered must not keep the post it stood in. */
const ownCopy = (word: string): string =>
  word.length > 12 ? Buffer.from(word, 'utf16le').toString('utf16le') : word

/**
 * The number of a word, the same for the life of the process; 0 where it has none. What is remembered of a word (its stem, where it
 * leads in a list) is then an array's element, and each word of a post is hashed once.
 */
export function wordNumber(word: string): number {
  const known = numbers.get(word)
  if (known !== undefined) return known
  if (word.length > longest || words.length > most) return 0
  const own = ownCopy(word)
  numbers.set(own, words.length)
  return words.push(own) - 1
}

const slots = 65_536
const recent = new Int32Array(slots)

/** The number of the word at `from` … `to - 1` of a text. Words met lately are not cut out of it to be looked up. */
export function wordNumberAt(text: string, from: number, to: number): number {
  let hash = 0
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0
  const slot = (hash ^ (hash >>> 16)) & (slots - 1)
  const last = recent[slot] as number
  if (last !== 0 && standsAt(words[last] as string, text, from, to)) return last
  const number = wordNumber(text.slice(from, to))
  if (number !== 0) recent[slot] = number
  return number
}

function standsAt(word: string, text: string, from: number, to: number): boolean {
  if (word.length !== to - from) return false
  for (let at = 0; at < word.length; at++)
    if (word.charCodeAt(at) !== text.charCodeAt(from + at)) return false
  return true
}

export const wordOf = (number: number): string => words[number] ?? ''

/** What is known of words by their number: whole numbers from 1, 0 where nothing is. A plain array with gaps would turn into a slow map. */
export class ByWord {
  private values = new Int32Array(1024)

  get(number: number): number {
    return number < this.values.length ? (this.values[number] as number) : 0
  }

  set(number: number, value: number): void {
    if (number >= this.values.length) {
      const grown = new Int32Array(2 ** Math.ceil(Math.log2(number + 1)))
      grown.set(this.values)
      this.values = grown
    }
    this.values[number] = value
  }
}
