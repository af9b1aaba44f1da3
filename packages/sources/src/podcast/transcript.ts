import { decodeDocument } from '../feed/decode.ts'
import { looksLikeHtml } from '../feed/markup.ts'
import { cuesOf } from './cues.ts'
import { htmlSegments } from './html-transcript.ts'
import { jsonSegments } from './json-transcript.ts'
import type { Segment } from './segment.ts'

export type Transcript = { segments: Segment[]; rejected: number }

/** Bytes larger than this are no transcript. */
export const maxTranscriptBytes = 5_000_000

/** A transcript of any kind, told by what it is rather than by what it is called; null where it holds no words. */
export function readTranscript(bytes: Uint8Array, contentType: string | null): Transcript | null {
  const text = decodeDocument(bytes, contentType)
  const read = kindOf(text.trimStart())
  const transcript = read(text)
  return transcript === null || transcript.segments.length === 0 ? null : transcript
}

function kindOf(text: string): (text: string) => Transcript | null {
  if (text.startsWith('{') || text.startsWith('[')) return jsonSegments
  if (/^\S{0,3}WEBVTT/.test(text) || /(^|\n)[\d:.,]{1,20}[ \t]{0,9}-->/.test(text.slice(0, 2_000)))
    return (all) => ({ segments: cuesOf(all), rejected: 0 })
  if (looksLikeHtml(text.slice(0, 20_000)) && /<(p|cite|div|html|time)\b/i.test(text))
    return (all) => ({ segments: htmlSegments(all), rejected: 0 })
  return (all) => ({ segments: plainSegments(all), rejected: 0 })
}

/** Paragraphs, or lines where there are none. */
function plainSegments(text: string): Segment[] {
  const lines = text.replace(/\r\n?/g, '\n')
  const parts = lines.split(/\n[ \t]*\n/)
  return (parts.length > 1 ? parts : lines.split('\n'))
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .map((part) => ({ start: null, end: null, speaker: null, text: part }))
}
