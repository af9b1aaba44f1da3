import { Parser } from 'htmlparser2'
import { type Segment, seconds } from './segment.ts'

const spoken = new Set(['p', 'dd', 'li', 'blockquote', 'div', 'td'])
const unread = new Set(['script', 'style', 'head', 'title', 'nav', 'header', 'footer'])

/** A transcript in HTML: `cite` names the speaker, `time` the instant of the words that follow, in paragraphs. */
export function htmlSegments(html: string): Segment[] {
  const segments: Segment[] = []
  let [speaker, start, said, within, hidden] = [
    null as string | null,
    null as number | null,
    '',
    '' as '' | 'cite' | 'time',
    0,
  ]
  const flush = () => {
    const text = said.replace(/\s+/g, ' ').trim()
    if (text !== '') segments.push({ start, end: null, speaker, text })
    said = ''
  }
  const parser = new Parser(
    {
      onopentag(name, { datetime }) {
        if (unread.has(name)) hidden += 1
        if (name !== 'cite' && name !== 'time' && !spoken.has(name)) return
        flush()
        if (name === 'cite' || name === 'time') within = name
        if (name === 'cite') [speaker, start] = ['', null]
        if (name === 'time' && datetime) start = durationOf(datetime)
      },
      onclosetag(name) {
        if (unread.has(name)) hidden = Math.max(0, hidden - 1)
        if (name === 'cite') speaker = speaker?.replace(/[:\s]+$/, '').trim() || null
        if (name === 'cite' || name === 'time') within = ''
        if (spoken.has(name) || name === 'br') flush()
      },
      ontext(text) {
        if (hidden > 0) return
        if (within === 'cite') speaker = `${speaker ?? ''}${text}`
        else if (within === 'time') start = seconds(text) ?? start
        else said += text
      },
    },
    { decodeEntities: true },
  )
  parser.write(html)
  parser.end()
  flush()
  return segments
}

/** `PT1M2.5S`, or a time as it is shown. */
function durationOf(text: string): number | null {
  const [whole, hours = '0', minutes = '0', rest = '0'] =
    /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/i.exec(text.trim()) ?? []
  return whole === undefined ? seconds(text) : Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)
}
