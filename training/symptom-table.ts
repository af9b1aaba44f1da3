import { readFileSync } from 'node:fs'

/** One everyday symptom of our own table: the open concept it is, and its names in lay words by language. */
export type Symptom = { id: string; name: string; wordings: [lang: string, words: string][] }

/** Reads `packages/detection/data/symptoms.tsv`: a heading `id ⇥ name ⇥ lang …`, then a row a symptom with its wordings as `a|b|c`. */
export function readSymptoms(path: string): Symptom[] {
  const [heading = '', ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n')
  const langs = heading.split('\t').slice(2)
  return rows.map((row) => {
    const [id = '', name = '', ...cells] = row.split('\t')
    const wordings = langs.flatMap((lang, at) =>
      (cells[at] ?? '').split('|').map((words): [string, string] => [lang, words]),
    )
    return { id, name, wordings }
  })
}
