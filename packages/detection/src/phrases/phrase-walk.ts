import { unknown } from './phrase-node.ts'
import {
  classesAt,
  gapsAt,
  gapsCount,
  gapWidth,
  next,
  nowhere,
  type PhraseTable,
  prefixesAt,
  valuesAt,
  valuesCount,
} from './phrase-table.ts'
import type { Tokens } from './tokens.ts'
import type { Hit } from './trie.ts'

/** One text held against a table of phrases: from a first word on along every way that its words, or a gap, go. */
export class PhraseWalk<T> {
  readonly hits: Hit<T>[] = []
  private readonly table: PhraseTable<T>
  private readonly tokens: Tokens
  private readonly words: readonly string[]
  private readonly ids: readonly number[]
  private first = 0
  /** End of the sentence of the first word: no phrase goes beyond. */
  private limit = 0

  constructor(table: PhraseTable<T>, tokens: Tokens, words: readonly string[], ids: readonly number[]) {
    this.table = table
    this.tokens = tokens
    this.words = words
    this.ids = ids
  }

  /** Phrases are looked for from this word on. */
  moveTo(first: number): void {
    const { sentence } = this.tokens
    this.first = first
    if (first < this.limit) return
    this.limit = first + 1
    while (this.limit < this.ids.length && sentence[this.limit] === sentence[first]) this.limit++
  }

  /** The word at a place in the list's own numbers; beyond the sentence there is none. */
  idAt(at: number): number {
    return at < this.limit ? (this.ids[at] as number) : unknown
  }

  /** On from a target, with the word at `at` as the next. */
  go(target: number, at: number): void {
    if (target >= 0) {
      this.step(target, at)
      return
    }
    const { groups } = this.table
    const from = ~target
    const to = from + (groups[from] as number)
    for (let member = from + 1; member <= to; member++) this.step(groups[member] as number, at)
  }

  private step(node: number, at: number): void {
    const id = this.idAt(at)
    const on = id === unknown ? nowhere : next(this.table, node, id)
    if (on !== nowhere) this.go(on, at + 1)
    this.aside(node, at)
  }

  /** All that goes on from a node but its plain words. */
  aside(node: number, at: number): void {
    const { nodes } = this.table
    const values = nodes[node + valuesCount] as number
    if (values !== 0) this.found(nodes[node + valuesAt] as number, values, at)
    const gaps = nodes[node + gapsCount] as number
    const from = nodes[node + gapsAt] as number
    for (let gap = from; gap < from + gaps * gapWidth; gap += gapWidth) this.over(gap, at)
    if (at >= this.limit) return
    const prefixes = nodes[node + prefixesAt] as number
    if (prefixes !== 0) this.prefixed(prefixes, at)
    if (nodes[node + classesAt] !== 0) this.classed(node, at)
  }

  private found(from: number, count: number, at: number): void {
    for (let i = from; i < from + count; i++)
      this.hits.push({ from: this.first, to: at, value: this.table.values[i] as T })
  }

  private prefixed(place: number, at: number): void {
    const edges = this.table.prefixes[place]
    const word = this.words[at] ?? ''
    const any = edges?.get(0)
    if (any) for (const { target } of any) this.go(target, at + 1)
    const alike = edges?.get(word.charCodeAt(0))
    if (alike) for (const { prefix, target } of alike) if (word.startsWith(prefix)) this.go(target, at + 1)
  }

  /** Over up to so many words of the sentence. */
  private over(gap: number, at: number): void {
    const { gaps } = this.table
    const target = gaps[gap + 1] as number
    const most = at + (gaps[gap] as number)
    if (gaps[gap + 2] === 1) {
      const last = Math.min(most, this.limit - 1)
      for (let to = at; to <= last; to++) this.word(target, to)
      return
    }
    this.go(target, at)
    const last = Math.min(most, this.limit)
    for (let to = at + 1; to <= last; to++) this.go(target, to)
  }

  /** A step of a node from which only plain words go on. */
  private word(node: number, at: number): void {
    const id = this.ids[at] as number
    const on = id === unknown ? nowhere : next(this.table, node, id)
    if (on !== nowhere) this.go(on, at + 1)
  }

  /** A number; or a medicine or symptom, which counts as one step however many words it has. */
  classed(node: number, at: number): void {
    const { drug, event } = this.tokens
    const { classes, nodes } = this.table
    const from = nodes[node + classesAt] as number
    const code = (this.words[at] as string).charCodeAt(0)
    if (code >= 48 && code <= 57 && classes[from] !== nowhere) this.go(classes[from] as number, at + 1)
    if ((drug[at] as number) >= 0 && classes[from + 1] !== nowhere)
      this.go(classes[from + 1] as number, runEnd(drug, at))
    if (event[at] !== 0 && event[at - 1] !== event[at] && classes[from + 2] !== nowhere)
      this.go(classes[from + 2] as number, runEnd(event, at))
  }
}

function runEnd(marks: Int16Array | Uint8Array, at: number): number {
  let to = at + 1
  while (marks[to] === marks[at]) to++
  return to
}
