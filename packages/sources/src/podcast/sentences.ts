import type { Segment } from './segment.ts'

/** One sentence with when it begins and who says it. */
export type Sentence = { start: number | null; speaker: string | null; text: string }

/** Speech without a full stop is cut here: machine transcripts have whole episodes without one. */
const longest = 400
const ending = /[.!?…。！？]["'”’)\]]*$/
const between = /(?<=[.!?…。！？]["'”’)\]]?)\s+/

/**
 * Segments, which are cut by the clock or by the word, put together to sentences and cut at their ends. A sentence that begins within a
 * segment begins as much later as there are letters before it.
 */
export function sentencesOf(segments: readonly Segment[]): Sentence[] {
  const sentences: Sentence[] = []
  let open: Sentence | null = null
  for (const segment of segments) {
    if (open !== null && open.speaker !== segment.speaker) open = null
    for (const piece of piecesOf(segment)) {
      if (open === null) {
        open = { start: piece.start, speaker: segment.speaker, text: piece.text }
        sentences.push(open)
      } else open.text += ` ${piece.text}`
      if (ending.test(piece.text) || open.text.length >= longest) open = null
    }
    // Without times a segment is a paragraph: the next begins anew.
    if (segment.start === null) open = null
  }
  return sentences
}

function piecesOf({ start, end, text }: Segment): { start: number | null; text: string }[] {
  let at = 0
  return text.split(between).map((piece) => {
    const share = at / text.length
    at += piece.length + 1
    const begins = start === null ? null : end === null || end < start ? start : start + (end - start) * share
    return { start: begins === null ? null : Math.round(begins * 100) / 100, text: piece }
  })
}
