import { parse } from 'csv-parse/sync'
import type { Line } from './lines.ts'

/** One record of a CSV file with the physical line it starts on; or why that line could not be read. */
export type CsvRecord = { line: number; cells: string[] } | { line: number; reason: string }

/** A quoted cell may span lines, within reason: beyond it, its quote was never closed. */
const maxLinesOfRecord = 500
const maxCharsOfRecord = 200_000

/**
 * Joins physical lines to records (RFC 4180, forgiving stray quotes as csv-parse does) and splits those into
 * cells. A quote that is never closed costs its own line, not the rest of the file.
 */
export class CsvReader {
  readonly #delimiter: string
  #pending: { number: number; text: string; ending: string }[] = []
  #chars = 0
  #inQuotes = false
  #done: ({ line: number; text: string } | { line: number; reason: string })[] = []

  constructor(delimiter: string) {
    this.#delimiter = delimiter
  }

  push(lines: Line[]): CsvRecord[] {
    for (const line of lines) this.#add(line)
    return this.#split()
  }

  end(): CsvRecord[] {
    while (this.#pending.length > 0) this.#giveUpFirstLine()
    return this.#split()
  }

  #add({ number, text, ending }: Line): void {
    if (text === null) {
      while (this.#pending.length > 0) this.#giveUpFirstLine()
      this.#done.push({ line: number, reason: 'line.too_long' })
      return
    }
    this.#pending.push({ number, text, ending })
    this.#chars += text.length
    this.#inQuotes = endsInQuotes(text, this.#delimiter, this.#inQuotes)
    if (!this.#inQuotes) this.#complete()
    else if (this.#pending.length > maxLinesOfRecord || this.#chars > maxCharsOfRecord)
      this.#giveUpFirstLine()
  }

  #complete(): void {
    const [first] = this.#pending
    if (first === undefined) return
    const last = this.#pending.length - 1
    const text = this.#pending.map((line, n) => (n === last ? line.text : line.text + line.ending)).join('')
    if (text.trim() !== '') this.#done.push({ line: first.number, text })
    this.#reset()
  }

  #giveUpFirstLine(): void {
    const [first, ...others] = this.#pending
    if (first === undefined) return
    this.#done.push({ line: first.number, reason: 'csv.quote_not_closed' })
    this.#reset()
    for (const line of others) this.#add(line)
  }

  #reset(): void {
    this.#pending = []
    this.#chars = 0
    this.#inQuotes = false
  }

  #split(): CsvRecord[] {
    const done = this.#done
    this.#done = []
    const texts = done.flatMap((each) => ('text' in each ? [each.text] : []))
    const rows = cellsOf(texts.join('\n'), this.#delimiter)
    const agreed = rows.length === texts.length
    let next = 0
    return done.map((each) => {
      if ('reason' in each) return each
      const cells = agreed ? rows[next++] : onlyRow(cellsOf(each.text, this.#delimiter))
      return cells ? { line: each.line, cells } : { line: each.line, reason: 'csv.malformed' }
    })
  }
}

/** Whether a quoted cell is still open at the end of `text`, given whether one was at its start. */
export function endsInQuotes(text: string, delimiter: string, inQuotes: boolean): boolean {
  if (!inQuotes && !text.includes('"')) return false
  let at = 0
  let quoted = inQuotes
  while (at <= text.length) {
    if (quoted) {
      const quote = text.indexOf('"', at)
      if (quote < 0) return true
      const doubled = text[quote + 1] === '"'
      quoted = doubled
      at = quote + (doubled ? 2 : 1)
    } else if (at < text.length && text[at] === '"' && (at === 0 ? !inQuotes : text[at - 1] === delimiter)) {
      quoted = true
      at += 1
    } else {
      const next = text.indexOf(delimiter, at)
      if (next < 0) return false
      at = next + 1
    }
  }
  return quoted
}

function cellsOf(text: string, delimiter: string): string[][] {
  if (text === '') return []
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_quotes: true, relax_column_count: true })
  } catch {
    return []
  }
}

function onlyRow(rows: string[][]): string[] | undefined {
  return rows.length === 1 ? rows[0] : undefined
}
