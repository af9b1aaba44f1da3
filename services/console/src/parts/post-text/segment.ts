/** Anything that lies on a piece of the text. */
export type Mark = { start: number; end: number; kind: string; id: string }
export type Segment<M extends Mark = Mark> = { start: number; end: number; text: string; marks: M[] }

/**
 * Cuts a text wherever a mark starts or ends, so that overlapping marks can be drawn without nesting.
 * Marks outside the text are clipped; empty ones are dropped. Segments cover the text exactly, in order.
 */
export function segment<M extends Mark>(text: string, marks: readonly M[]): Segment<M>[] {
  const inside = marks.filter((m) => m.start < m.end && m.start < text.length && m.end > 0)
  const cuts = new Set([0, text.length])
  for (const m of inside) {
    cuts.add(Math.max(0, m.start))
    cuts.add(Math.min(text.length, m.end))
  }
  const sorted = [...cuts].sort((a, b) => a - b)
  const out: Segment<M>[] = []
  for (let n = 0; n + 1 < sorted.length; n++) {
    const start = sorted[n] ?? 0
    const end = sorted[n + 1] ?? 0
    const over = inside.filter((m) => m.start <= start && m.end >= end)
    out.push({ start, end, text: text.slice(start, end), marks: over })
  }
  return out
}

const words = /[\p{L}\p{M}\p{N}]/u

/** Trims a selection to whole words: people drag a letter short or a space too far. */
export function wholeWords(text: string, start: number, end: number): { start: number; end: number } {
  let from = Math.max(0, start)
  let to = Math.min(text.length, end)
  while (from < to && /\s/u.test(text[from] ?? '')) from++
  while (to > from && /\s/u.test(text[to - 1] ?? '')) to--
  if (from === to) return { start: from, end: to }
  while (from > 0 && isWord(text, from - 1) && isWord(text, from)) from--
  while (to < text.length && isWord(text, to - 1) && isWord(text, to)) to++
  return { start: from, end: to }
}

// A half of a surrogate pair counts as part of its word, so that no character is cut in two.
const isWord = (text: string, at: number): boolean => {
  const unit = text.charCodeAt(at)
  return (unit >= 0xd800 && unit <= 0xdfff) || words.test(text[at] ?? '')
}

/** The first place where typed words stand in the text, whatever their case; for who marks by keyboard. */
export function findWords(text: string, typed: string): { start: number; end: number } | null {
  const wanted = typed.trim()
  if (wanted === '') return null
  const pattern = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
  const found = new RegExp(pattern, 'iu').exec(text)
  return found ? { start: found.index, end: found.index + found[0].length } : null
}
