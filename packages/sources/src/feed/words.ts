import type { FeedEntry, Markup, Words } from './feed.ts'
import { htmlText } from './html-text.ts'

/** Title, summary and full text, each said once. */
export function wordsOf(entry: Omit<FeedEntry, 'words'>): Words {
  const read = [entry.summary, ...entry.content].filter((markup) => markup !== null).map(readMarkup)
  const parts = [entry.title ? readMarkup(entry.title) : null, ...read].filter((part) => part !== null)
  const texts = parts.map(({ text }) => text).filter((text) => text !== '')
  const kept = texts.filter((text, at) => !texts.some((other, n) => n !== at && says(other, text, n > at)))
  return { text: kept.join('\n\n'), images: read.at(-1)?.images ?? [] }
}

function readMarkup({ value, html }: Markup): Words {
  return html ? htmlText(value) : { text: value.trim(), images: [] }
}

/** Whether one text holds all of another, but for the dots it was cut off with. */
function says(whole: string, part: string, later: boolean): boolean {
  const plain = (text: string) => text.replace(/\s+/g, ' ')
  const stem = plain(part).replace(/\s*(\[?(…|\.{3})\]?|\[&hellip;\]|read more|continue reading.*)\s*$/i, '')
  if (plain(whole) === plain(part)) return later
  return stem.length <= whole.length && plain(whole).includes(stem)
}
