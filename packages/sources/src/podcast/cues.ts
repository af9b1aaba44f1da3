import { decodeHTMLStrict } from 'entities'
import { type Segment, seconds } from './segment.ts'

// Every repetition here has an end: a line of a million digits or brackets costs no more than its length.
const times = /(?<![\d:.,])([\d:.,]{1,20})[ \t]{0,9}-->[ \t]{0,9}([\d:.,]{1,20})/

/** The cues of WebVTT and SubRip, which differ in little but the comma. Notes, styles and numbers are left out. */
export function cuesOf(text: string): Segment[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/)
    .flatMap((block) => {
      const lines = block.split('\n')
      const at = lines.findIndex((line) => times.test(line))
      if (at < 0) return []
      const [, from = '', to = ''] = times.exec(lines[at] as string) ?? []
      const words = lines.slice(at + 1).join('\n')
      return voicesOf(words).map(({ speaker, text: said }) => ({
        start: seconds(from),
        end: seconds(to),
        speaker,
        text: said,
      }))
    })
    .filter(({ text: said }) => said !== '')
}

/** `<v Name>` begins the words of a voice, up to the next. */
function voicesOf(words: string): { speaker: string | null; text: string }[] {
  const parts = words.split(/<v(?:\.[^\s<>]{0,100})?\s([^<>]{0,200})>/)
  const [before = '', ...voices] = parts
  const spoken = Array.from({ length: voices.length / 2 }, (_, n) => ({
    speaker: decodeHTMLStrict((voices[2 * n] ?? '').trim()) || null,
    text: plain(voices[2 * n + 1] ?? ''),
  }))
  return [{ speaker: null, text: plain(before) }, ...spoken].filter(({ text }) => text !== '')
}

/** Without the tags of either format (`<i>`, `<c.loud>`, `<00:01.000>`, `{\an8}`). */
const plain = (text: string) =>
  decodeHTMLStrict(text.replace(/<\/?[a-z\d][^<>]{0,500}>|\{\\[^{}]{0,200}\}/gi, ''))
    .replace(/\s+/g, ' ')
    .trim()
