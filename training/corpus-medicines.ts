/**
 * What medicines the written corpus speaks of, read off its marks: in what form each is written, and of what class it is. Both follow from the
 * gazetteer and `data/uses.tsv`, so that no row can say otherwise than its text.
 */
import { readFileSync } from 'node:fs'
import { fold } from '../packages/detection/src/fold/fold.ts'
import type { Match, Matcher } from '../packages/detection/src/match/matcher.ts'
import { speaksOfMedicine } from '../packages/detection/src/match/unnamed.ts'
import type { CorpusRow } from './corpus-format.ts'

/** The forms a name is written in, with the fewest marks of each that the corpus may hold; `unlisted` is what the gazetteer has no name for. */
const floors = {
  brand: 7000,
  substance: 7000,
  misspelling: 200,
  slang: 90,
  hashtag: 250,
  'class only': 200,
  unlisted: 0,
}
export type Form = keyof typeof floors
export type Written = { text: string; form: Form; classes: readonly string[] }

const plain = (text: string): string => fold(text).text.replace(/[^\p{L}\p{N}]/gu, '')

function formOf(
  row: CorpusRow,
  { start, end }: { start: number; end: number },
  match: Match | undefined,
): Form {
  const text = row.text.slice(start, end)
  if (text.startsWith('#') || row.text[start - 1] === '#') return 'hashtag'
  if (!match) return speaksOfMedicine(text) ? 'class only' : 'unlisted'
  if (match.kind === 'slang' || match.kind === 'misspelling') return match.kind
  if (!plain(text).includes(plain(match.name))) return 'misspelling'
  return match.kind === 'substance' ? 'substance' : 'brand'
}

/** Every marked medicine of a row, in order. */
export function medicinesOf(
  row: CorpusRow,
  gazetteer: Matcher,
  classesOf: (substance: string) => string[],
): Written[] {
  const matches = gazetteer(row.text)
  return row.spans
    .filter(({ kind }) => kind === 'medicine')
    .map((span) => {
      const match = matches.find(({ start, end }) => start < span.end && end > span.start)
      return {
        text: row.text.slice(span.start, span.end),
        form: formOf(row, span, match),
        classes: match ? classesOf(match.product.substance) : [],
      }
    })
}

/** Forms of which a corpus has fewer marks than it may. */
export function tooFew(medicines: readonly Written[]): { form: Form; count: number; least: number }[] {
  const byForm = Map.groupBy(medicines, ({ form }) => form)
  return (Object.entries(floors) as [Form, number][])
    .map(([form, least]) => ({ form, least, count: byForm.get(form)?.length ?? 0 }))
    .filter(({ count, least }) => count < least)
}

/** The classes a substance is of by `data/uses.tsv`: those its line is made of, or its own name where it stands alone. */
export function readClasses(table: string): (substance: string) => string[] {
  const lines = new Map(
    table
      .split('\n')
      .filter((line) => line && !line.startsWith('//'))
      .map((line) => [line.slice(0, line.indexOf('\t')), line] as const),
  )
  const ofPart = (part: string): string[] => {
    const words = part.split(' ')
    for (let count = words.length; count > 0; count--) {
      const line = lines.get(words.slice(0, count).join(' '))
      if (line) return [...new Set(line.match(/@[a-z0-9_]+/g) ?? ['of its own'])]
    }
    return []
  }
  return (substance) => [
    ...new Set(
      substance
        .toLowerCase()
        .split(/\s*[/+;,]\s*/)
        .flatMap(ofPart),
    ),
  ]
}

export const shippedClasses = (): ((substance: string) => string[]) =>
  readClasses(readFileSync(new URL('../packages/detection/data/uses.tsv', import.meta.url), 'utf8'))
