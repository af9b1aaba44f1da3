import type { Step } from './pattern.ts'
import { drugClass, eventClass, numberClass, PhraseNode, unknown } from './phrase-node.ts'
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
    this.start = null
    this.known = new ByWord()
    const end = this.root.follow(steps, this.ids)
    if (end === this.root) return
    end.values = [...(end.values ?? []), value]
    this.size++
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
    const { words, numbers } = read
    const ids = words.map((word, at) => this.idOf(numbers[at] ?? 0, word))
    const search: Search<T> = { tokens, words, ids, first: 0, hits: [] }
    this.start ??= startAt(this.root)
    for (let at = 0; at < words.length; at++) {
      search.first = at
      begin(this.start, search, at, numbers[at] ?? 0)
    }
    return search.hits
  }

  private idOf(number: number, word: string): number {
    const known = number === 0 ? 0 : this.known.get(number)
    if (known > 0) return known - 1
    const id = this.ids.get(word) ?? unknown
    if (number !== 0) this.known.set(number, id + 1)
    return id
  }
}

/** The nodes phrases begin at, and where each word met so far leads from them: posts repeat their words. */
type Start<T> = {
  nodes: readonly PhraseNode<T>[]
  classes: readonly PhraseNode<T>[]
  after: ByWord
  ways: Way<T>[]
}

/** All nodes that a first word leads to, as one: what plain words go on from any of them is found by one look. */
type Way<T> = { words: ReadonlyMap<number, readonly PhraseNode<T>[]>; others: readonly PhraseNode<T>[] }

/** The way of most words. */
const nowhere: Way<never> = { words: new Map(), others: [] }

function startAt<T>(root: PhraseNode<T>): Start<T> {
  const nodes = root.reached()
  if (nodes.some(({ gaps, values }) => gaps || values))
    throw new Error('a phrase begins with a gap, or with nothing')
  return { nodes, classes: nodes.filter(({ classes }) => classes), after: new ByWord(), ways: [nowhere] }
}

function begin<T>(start: Start<T>, search: Search<T>, at: number, number: number): void {
  const way = wayOf(start, search, at, number)
  if (way !== nowhere) {
    const { words, others } = way
    for (let i = 0; i < others.length; i++) stepAside(others[i] as PhraseNode<T>, search, at + 1)
    const id = search.ids[at + 1] ?? unknown
    if (id !== unknown && search.tokens.sentence[at] === search.tokens.sentence[at + 1]) {
      const on = words.get(id)
      if (on) for (const each of on) walk(each, search, at + 2)
    }
  }
  for (let i = 0; i < start.classes.length; i++)
    walkClasses(start.classes[i] as PhraseNode<T>, search, at, search.words[at] ?? '')
}

function wayOf<T>(start: Start<T>, search: Search<T>, at: number, number: number): Way<T> {
  const { after, ways } = start
  const known = number === 0 ? 0 : after.get(number)
  if (known > 0) return ways[known - 1] as Way<T>
  const way = wayFrom(start.nodes, search.words[at] ?? '', search.ids[at] ?? unknown)
  if (number !== 0) after.set(number, way === nowhere ? 1 : ways.push(way))
  return way
}

function wayFrom<T>(nodes: readonly PhraseNode<T>[], word: string, id: number): Way<T> {
  const reached = nodes.flatMap((node) => nodesAfter(node, word, id))
  if (reached.length === 0) return nowhere
  const words = new Map<number, PhraseNode<T>[]>()
  for (const each of reached)
    for (const [edge, to] of each.edges()) {
      const known = words.get(edge)
      if (known) known.push(to)
      else words.set(edge, [to])
    }
  return { words, others: reached.filter((each) => !each.wordsOnly) }
}

function nodesAfter<T>(node: PhraseNode<T>, word: string, id: number): readonly PhraseNode<T>[] {
  const alike = [...(node.prefixes?.get(0) ?? []), ...(node.prefixes?.get(word.charCodeAt(0)) ?? [])]
  const byPrefix = alike.filter(({ prefix }) => word.startsWith(prefix)).map((edge) => edge.node)
  const same = id === unknown ? undefined : node.next(id)
  return (same ? [...byPrefix, same] : byPrefix).flatMap((each) => each.reached())
}

type Search<T> = {
  tokens: Tokens
  words: readonly string[]
  ids: readonly number[]
  first: number
  hits: Hit<T>[]
}

function walk<T>(node: PhraseNode<T>, search: Search<T>, at: number): void {
  const reached = node.reached()
  for (let i = 0; i < reached.length; i++) step(reached[i] as PhraseNode<T>, search, at)
}

function step<T>(node: PhraseNode<T>, search: Search<T>, at: number): void {
  const id = search.ids[at] ?? unknown
  const next =
    id !== unknown && search.tokens.sentence[at] === search.tokens.sentence[search.first] && node.next(id)
  if (next) walk(next, search, at + 1)
  stepAside(node, search, at)
}

/** All that goes on from a node but its plain words. */
function stepAside<T>(node: PhraseNode<T>, search: Search<T>, at: number): void {
  const { tokens, ids, first } = search
  if (node.values) for (const value of node.values) search.hits.push({ from: first, to: at, value })
  if (node.gaps) for (const gap of node.gaps) walkGap(gap, search, at)
  if (at >= ids.length || tokens.sentence[at] !== tokens.sentence[first]) return
  if (node.prefixes) walkPrefixes(node.prefixes, search, at)
  if (node.classes) walkClasses(node, search, at, search.words[at] ?? '')
}

function walkPrefixes<T>(edges: NonNullable<PhraseNode<T>['prefixes']>, search: Search<T>, at: number): void {
  const word = search.words[at] ?? ''
  const any = edges.get(0)
  if (any) for (const edge of any) walk(edge.node, search, at + 1)
  const alike = edges.get(word.charCodeAt(0))
  if (alike) for (const edge of alike) if (word.startsWith(edge.prefix)) walk(edge.node, search, at + 1)
}

function walkGap<T>(gap: { most: number; node: PhraseNode<T> }, search: Search<T>, at: number): void {
  const { sentence } = search.tokens
  if (gap.node.wordsOnly) {
    skipTo(gap.node, gap.most, search, at)
    return
  }
  for (let skip = 0; skip <= gap.most && at + skip <= search.ids.length; skip++) {
    if (skip && sentence[at + skip - 1] !== sentence[search.first]) return
    walk(gap.node, search, at + skip)
  }
}

/** The same where only plain words follow: no step is taken for a word that is none of them. */
function skipTo<T>(node: PhraseNode<T>, most: number, search: Search<T>, at: number): void {
  const { sentence } = search.tokens
  const last = Math.min(at + most, search.ids.length - 1)
  for (let to = at; to <= last && sentence[to] === sentence[search.first]; to++) {
    const id = search.ids[to] as number
    const next = id === unknown ? undefined : node.next(id)
    if (next) walk(next, search, to + 1)
  }
}

/** A number; or a medicine or symptom, which counts as one step however many words it has. */
function walkClasses<T>(node: PhraseNode<T>, search: Search<T>, at: number, word: string): void {
  const { drug, event } = search.tokens
  const code = word.charCodeAt(0)
  const number = code >= 48 && code <= 57 ? node.next(numberClass) : undefined
  if (number) walk(number, search, at + 1)
  const medicine = drug[at] ?? -1
  const drugNode = medicine >= 0 ? node.next(drugClass) : undefined
  if (drugNode) walk(drugNode, search, runEnd(drug, at))
  const eventNode = event[at] && event[at - 1] !== event[at] ? node.next(eventClass) : undefined
  if (eventNode) walk(eventNode, search, runEnd(event, at))
}

function runEnd(marks: Int16Array | Uint8Array, at: number): number {
  let to = at + 1
  while (marks[to] === marks[at]) to++
  return to
}
