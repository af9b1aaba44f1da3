import type { Step } from './pattern.ts'
import { drugClass, eventClass, numberClass, PhraseNode, unknown } from './phrase-node.ts'
import {
  classesAt,
  edgesAt,
  edgesCount,
  gapsCount,
  membersOf,
  next,
  nowhere,
  onlyWords,
  type PhraseTable,
  prefixesAt,
  tableOf,
  valuesCount,
} from './phrase-table.ts'
import { PhraseWalk } from './phrase-walk.ts'
import type { Tokens } from './tokens.ts'
import { ByWord } from './word-numbers.ts'

/** A phrase found: tokens `from` … `to - 1`, and what the list says of it. */
export type Hit<T> = { from: number; to: number; value: T }

/** Many phrases as one tree of words: each token is looked up once, however many phrases there are. */
export class PhraseTrie<T> {
  private readonly root = new PhraseNode<T>()
  /** Words of the phrases as numbers of this list's own. */
  private readonly ids = new Map<string, number>([
    ['#', numberClass],
    ['<drug>', drugClass],
    ['<event>', eventClass],
  ])
  /** One more than the id here of each word met before. */
  private known = new ByWord()
  private start: Start<T> | null = null
  size = 0

  add(steps: readonly Step[], value: T): void {
    if (this.start) this.forget()
    const end = this.root.follow(steps, this.ids)
    if (end === this.root) return
    end.values = [...(end.values ?? []), value]
    this.size++
  }

  /** What was made ready for the phrases so far is of no use with another. */
  private forget(): void {
    this.start = null
    this.known = new ByWord()
  }

  /** A plain phrase, already cut into words. */
  addWords(words: readonly string[], value: T): void {
    this.add(
      words.map((word) => ({ is: 'word', word })),
      value,
    )
  }

  /** Every phrase that begins at every token. A gap never leaves its sentence. `read` may put other words, stems say, in their place. */
  findAll(tokens: Tokens, read: { words: readonly string[]; numbers: readonly number[] } = tokens): Hit<T>[] {
    this.start ??= startAt(this.root)
    const { words, numbers } = read
    const ids = words.map((word, at) => this.idOf(numbers[at] ?? 0, word))
    const walk = new PhraseWalk(this.start.table, tokens, words, ids)
    const { after, classes } = this.start
    for (let at = 0; at < words.length; at++) {
      const number = numbers[at] ?? 0
      // Most words begin no phrase, and few places are of a class that may.
      if (number !== 0 && after.get(number) === leadsNowhere && (classes.length === 0 || isPlain(tokens, at)))
        continue
      walk.moveTo(at)
      begin(this.start, walk, at, words[at] ?? '', number)
    }
    return walk.hits
  }

  private idOf(number: number, word: string): number {
    const known = number === 0 ? 0 : this.known.get(number)
    if (known > 0) return known - 1
    const id = this.ids.get(word) ?? unknown
    if (number !== 0) this.known.set(number, id + 1)
    return id
  }
}

/** Whether a place is neither a medicine nor a symptom nor a number. */
function isPlain({ drug, event, words }: Tokens, at: number): boolean {
  const code = (words[at] as string).charCodeAt(0)
  return (drug[at] as number) < 0 && event[at] === 0 && (code < 48 || code > 57)
}

/** The nodes phrases begin at, and where each word met so far leads from them: posts repeat their words. */
type Start<T> = {
  table: PhraseTable<T>
  classes: readonly number[]
  after: ByWord
  ways: Way[]
}

/** All nodes that a first word leads to, as one: what plain words go on from any of them is found by one look. */
type Way = { words: ReadonlyMap<number, readonly number[]>; others: readonly number[] }

/** The way of most words, the first of all. */
const noWay: Way = { words: new Map(), others: [] }
const leadsNowhere = 1

function startAt<T>(root: PhraseNode<T>): Start<T> {
  const table = tableOf(root)
  const has = (node: number, part: number): boolean => (table.nodes[node + part] ?? 0) !== 0
  if (table.start.some((node) => has(node, gapsCount) || has(node, valuesCount)))
    throw new Error('a phrase begins with a gap, or with nothing')
  const classes = table.start.filter((node) => has(node, classesAt))
  return { table, classes, after: new ByWord(), ways: [noWay] }
}

function begin<T>(start: Start<T>, walk: PhraseWalk<T>, at: number, word: string, number: number): void {
  const way = wayOf(start, word, walk.idAt(at), number)
  if (way !== noWay) {
    const { words, others } = way
    for (let i = 0; i < others.length; i++) walk.aside(others[i] as number, at + 1)
    const id = walk.idAt(at + 1)
    const on = id === unknown ? undefined : words.get(id)
    if (on) for (let i = 0; i < on.length; i++) walk.go(on[i] as number, at + 2)
  }
  for (let i = 0; i < start.classes.length; i++) walk.classed(start.classes[i] as number, at)
}

function wayOf<T>(start: Start<T>, word: string, id: number, number: number): Way {
  const { after, ways } = start
  const known = number === 0 ? 0 : after.get(number)
  if (known > 0) return ways[known - 1] as Way
  const way = wayFrom(start.table, word, id)
  if (number !== 0) after.set(number, way === noWay ? leadsNowhere : ways.push(way))
  return way
}

function wayFrom(table: PhraseTable<unknown>, word: string, id: number): Way {
  const reached = table.start.flatMap((node) => nodesAfter(table, node, word, id))
  if (reached.length === 0) return noWay
  const words = new Map<number, number[]>()
  for (const node of reached) {
    const from = table.nodes[node + edgesAt] as number
    const to = from + 2 * (table.nodes[node + edgesCount] as number)
    for (let edge = from; edge < to; edge += 2) {
      const [on, target] = [table.edges[edge] as number, table.edges[edge + 1] as number]
      const known = words.get(on)
      if (known) known.push(target)
      else words.set(on, [target])
    }
  }
  return { words, others: reached.filter((node) => !onlyWords(table, node)) }
}

function nodesAfter(table: PhraseTable<unknown>, node: number, word: string, id: number): number[] {
  const prefixes = table.prefixes[table.nodes[node + prefixesAt] as number]
  const alike = [...(prefixes?.get(0) ?? []), ...(prefixes?.get(word.charCodeAt(0)) ?? [])]
  const targets = alike.filter(({ prefix }) => word.startsWith(prefix)).map(({ target }) => target)
  const same = id === unknown ? nowhere : next(table, node, id)
  if (same !== nowhere) targets.push(same)
  return targets.flatMap((target) => membersOf(table, target))
}
