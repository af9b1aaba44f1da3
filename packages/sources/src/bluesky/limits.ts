const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** `app.bsky.feed.post#text`: maxGraphemes 300, maxLength 3000 (bytes of UTF-8). */
export const blueskyLimits = { graphemes: 300, bytes: 3_000 } as const

export type TextLength = { graphemes: number; bytes: number; withinLimits: boolean }

/** How long a text is as Bluesky measures it: both limits bind. */
export function blueskyLength(text: string): TextLength {
  const graphemes = [...segmenter.segment(text)].length
  const bytes = Buffer.byteLength(text, 'utf8')
  return {
    graphemes,
    bytes,
    withinLimits: graphemes <= blueskyLimits.graphemes && bytes <= blueskyLimits.bytes,
  }
}
