import type { Sentence } from './sentences.ts'

/** A stretch of an episode that becomes one post. `marks`: where in `text` each sentence begins, and when it is said. */
export type Window = {
  name: string
  start: number | null
  text: string
  marks: { at: number; start: number | null }[]
}

/** About what is said in three minutes: enough for a story and its medicine to stand together, little enough to be read. */
export const windowSeconds = 180
const windowChars = 2_500
/** A window with times is not cut by its length unless its times cannot be true. */
const mostChars = 8_000

/**
 * Sentences in windows. Where there are times, windows lie on a fixed grid, so that a corrected transcript changes only the windows
 * that were corrected; where there are none, they are counted.
 */
export function windowsOf(sentences: readonly Sentence[]): Window[] {
  const groups = new Map<string, Sentence[]>()
  let [chars, part] = [0, 1]
  for (const sentence of sentences) {
    chars += sentence.text.length
    const { start } = sentence
    if (start === null && chars > windowChars) [chars, part] = [sentence.text.length, part + 1]
    const name = start === null ? `part-${part}` : `t=${Math.floor(start / windowSeconds) * windowSeconds}`
    groups.set(name, [...(groups.get(name) ?? []), sentence])
  }
  return [...groups].flatMap(([name, group]) =>
    cut(group).map((some, n) => windowOf(n === 0 ? name : `${name}.${n + 1}`, some)),
  )
}

function cut(sentences: Sentence[]): Sentence[][] {
  const parts: Sentence[][] = [[]]
  let chars = 0
  for (const sentence of sentences) {
    chars += sentence.text.length
    if (chars > mostChars && (parts.at(-1)?.length ?? 0) > 0) {
      parts.push([])
      chars = sentence.text.length
    }
    parts.at(-1)?.push(sentence)
  }
  return parts
}

function windowOf(name: string, sentences: Sentence[]): Window {
  let [text, speaker] = ['', null as string | null]
  const marks = sentences.map((sentence) => {
    const turn = sentence.speaker !== speaker && sentence.speaker !== null
    speaker = sentence.speaker
    text += text === '' ? '' : turn ? '\n' : ' '
    const mark = { at: text.length, start: sentence.start }
    text += turn ? `${sentence.speaker}: ${sentence.text}` : sentence.text
    return mark
  })
  return { name, start: sentences[0]?.start ?? null, text, marks }
}
