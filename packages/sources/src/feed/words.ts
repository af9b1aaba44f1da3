import type { FeedEntry, Markup, Words } from './feed.ts'
import { htmlText } from './html-text.ts'

/** Title, summary and full text, each said once: of a summary only the paragraphs that the full text does not say. */
export function wordsOf(entry: Omit<FeedEntry, 'words'>): Words {
  const read = [entry.summary, ...entry.content].filter((markup) => markup !== null).map(readMarkup)
  const title = entry.title ? readMarkup(entry.title).text : ''
  const bodies = read.map(({ text }, at) => unsaid(text, read.slice(at + 1)))
  const texts = bodies.filter((text) => text !== '')
  const kept = texts.filter((text, at) => !texts.some((other, n) => n !== at && says(other, text, n > at)))
  // Short posts have their own beginning for a title.
  if (title !== '' && !kept.some((text) => plain(text).startsWith(stemOf(title)))) kept.unshift(title)
  const [most] = read.map(({ images }) => images).toSorted((a, b) => b.length - a.length)
  return { text: kept.join('\n\n'), images: most ?? [] }
}

function readMarkup({ value, html }: Markup): Words {
  return html ? htmlText(value) : { text: value.trim(), images: [] }
}

function unsaid(text: string, later: readonly Words[]): string {
  if (later.length === 0) return text
  const paragraphs = text.split(/\n{2,}/)
  return paragraphs.filter((one) => !later.some((other) => says(other.text, one, true))).join('\n\n')
}

/** Whether one text holds all of another, but for the dots it was cut off with. */
function says(whole: string, part: string, later: boolean): boolean {
  const stem = stemOf(part)
  if (plain(whole) === plain(part)) return later
  return stem.length <= whole.length && plain(whole).includes(stem)
}

const plain = (text: string) => text.replace(/\s+/g, ' ').trim()
const stemOf = (text: string) =>
  plain(text).replace(/\s*(\[?(…|\.{3})\]?|read more|continue reading.*)\s*$/i, '')
