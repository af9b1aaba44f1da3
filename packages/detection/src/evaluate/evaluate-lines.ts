import { type ClassifiedLine, MalformedLine } from '../classify-line.ts'
import { classifyBatch, classifyStream } from '../classify-stream.ts'
import type { Matcher } from '../match/matcher.ts'
import type { Resources } from '../resources.ts'
import { type LabelledPost, parseLabelled } from './labelled-line.ts'
import type { EvaluatedPost } from './report.ts'

/**
 * Judges labelled JSONL lines exactly as `hark classify` would, and pairs each answer with its label. A malformed line is reported by
 * its number (from 1) and left out.
 */
export async function evaluateLines(
  lines: readonly string[],
  reportBad: (lineNumber: number, reason: string) => void,
  matcher: Matcher,
  resources: Resources,
): Promise<EvaluatedPost[]> {
  const posts: LabelledPost[] = []
  lines.forEach((line, at) => {
    if (!line.trim()) return
    try {
      posts.push(parseLabelled(line))
    } catch (error) {
      if (!(error instanceof MalformedLine)) throw error
      reportBad(at + 1, error.message)
    }
  })
  const answers: ClassifiedLine[] = []
  const collect = (text: string): void => {
    for (const line of text.split('\n')) if (line) answers.push(JSON.parse(line) as ClassifiedLine)
  }
  const never = (_: number, reason: string): void => {
    throw new Error(`a labelled line could not be classified: ${reason}`)
  }
  await classifyStream(asJsonl(posts), collect, never, (batch) => classifyBatch(batch, matcher, resources))
  return posts.map((post, at) => {
    const answer = answers[at] as ClassifiedLine
    const events = answer.evidence.filter(({ kind }) => kind === 'event')
    const { ae, special, lang } = answer
    return { post, score: ae.score, flag: ae.flag, special, lang, events }
  })
}

const together = 500

async function* asJsonl(posts: readonly LabelledPost[]): AsyncGenerator<string> {
  for (let from = 0; from < posts.length; from += together)
    yield posts
      .slice(from, from + together)
      .map(({ text, lang, rest }, at) => `${JSON.stringify({ ...rest, id: from + at, text, lang })}\n`)
      .join('')
}
