import { classifyLines, MalformedLine } from './classify-line.ts'
import type { Matcher } from './match/matcher.ts'
import type { Resources } from './resources.ts'

/** Lines that follow one another; `first` is the number of the first in the whole, from 1. */
export type Batch = { first: number; lines: string[] }
/** One JSONL line for each line that could be read, in order, and the others with what is wrong. */
export type ClassifiedBatch = { text: string; ok: number; bad: { line: number; reason: string }[] }

/** Judges lines together. An empty line is neither good nor bad. */
export function classifyBatch(
  { first, lines }: Batch,
  matcher: Matcher,
  resources: Resources,
): ClassifiedBatch {
  const done: ClassifiedBatch = { text: '', ok: 0, bad: [] }
  const said = lines.map((_, at) => at).filter((at) => lines[at]?.trim())
  const answers = classifyLines(
    said.map((at) => lines[at] as string),
    matcher,
    resources,
  )
  answers.forEach((answer, n) => {
    if (answer instanceof MalformedLine)
      done.bad.push({ line: first + (said[n] as number), reason: answer.message })
    else {
      done.text += `${JSON.stringify(answer)}\n`
      done.ok++
    }
  })
  return done
}

const mostTogether = 200

/** Cuts chunks of any size into lines, as they come, a batch at a time. */
async function* batchesOf(input: AsyncIterable<string>): AsyncGenerator<Batch> {
  let rest = ''
  let first = 1
  for await (const chunk of input) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (let from = 0; from < lines.length; from += mostTogether) {
      const some = lines.slice(from, from + mostTogether)
      yield { first, lines: some }
      first += some.length
    }
  }
  if (rest) yield { first, lines: [rest] }
}

export type Judge = (batch: Batch) => ClassifiedBatch | Promise<ClassifiedBatch>

/**
 * `hark classify`: chunks of JSONL in, one JSONL line a post out, in order, however many batches (`atOnce`) are judged side by side. A
 * malformed line is reported by its number (from 1) and skipped. `write` receives whole lines, several at a time, and is awaited.
 */
export async function classifyStream(
  input: AsyncIterable<string>,
  write: (lines: string) => void | Promise<void>,
  reportBad: (lineNumber: number, reason: string) => void,
  judge: Judge,
  atOnce = 1,
): Promise<{ ok: number; bad: number }> {
  const count = { ok: 0, bad: 0 }
  const underWay: Promise<ClassifiedBatch>[] = []
  const finishFirst = async (): Promise<void> => {
    const { text, ok, bad } = await (underWay.shift() as Promise<ClassifiedBatch>)
    count.ok += ok
    count.bad += bad.length
    for (const { line, reason } of bad) reportBad(line, reason)
    if (text) await write(text)
  }
  for await (const batch of batchesOf(input)) {
    const judged = Promise.resolve(judge(batch))
    judged.catch(() => undefined) // heard when its turn comes
    underWay.push(judged)
    if (underWay.length >= atOnce) await finishFirst()
  }
  while (underWay.length > 0) await finishFirst()
  return count
}
