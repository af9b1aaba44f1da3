import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { evaluateLines } from '../evaluate/evaluate-lines.ts'
import type { EvaluatedPost } from '../evaluate/report.ts'
import type { Resources } from '../resources.ts'

/** Texts that speak of no medicine at all are read as they stand; of the others it is given that they are about one. */
const offTopic = 'hard'

/** A probe file → labelled lines as `hark evaluate` reads them; `class` is what follows the colon, or the label. */
function linesOf(file: string): string[] {
  let lang = ''
  return readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .flatMap((line, at) => {
      if (line.startsWith('@')) lang = line.slice(line.indexOf('=') + 1)
      const bar = line.indexOf('|')
      if (bar < 0 || /^(?:@|\/\/)/.test(line)) return []
      const [label = '', kind = label] = line.slice(0, bar).trim().split(':')
      const product = kind === offTopic ? {} : { product: 'the medicine' }
      return JSON.stringify({
        id: at + 1,
        text: line.slice(bar + 1).trim(),
        label,
        class: kind,
        lang,
        ...product,
      })
    })
}

export const judgeProbe = (file: string, resources: Resources): Promise<EvaluatedPost[]> =>
  evaluateLines(
    linesOf(file),
    (line, why) => {
      throw new Error(`${file}, post ${line}: ${why}`)
    },
    resources.gazetteer(),
    resources,
  )
