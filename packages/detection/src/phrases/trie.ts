import type { Step } from './pattern.ts'
import type { Tokens } from './tokens.ts'

/** A phrase found: tokens `from` … `to - 1`, and what the list says of it. */
export type Hit<T> = { from: number; to: number; value: T }

type Node<T> = {
  words: Map<number, Node<T>> | null
  /** Whether a number, a medicine or a symptom goes on from here. */
  classes: boolean
  /** By first letter, since a list has hundreds; the empty prefix, any word, stands under 0. */
  prefixes: Map<number, { prefix: string; node: Node<T> }[]> | null
  gaps: { most: number; node: Node<T> }[] | null
  /** Where alternatives meet again: reached without a word. Keeps the tree as small as its source. */
  joins: Node<T>[] | null
  values: T[] | null
}

/** Numbers of no word: what no phrase holds, and the three classes. */
const unknown = 0
const numberClass = 1
const drugClass = 2
const eventClass = 3

const emptyNode = <T>(): Node<T> => ({
  words: null,
  classes: false,
  prefixes: null,
  gaps: null,
  joins: null,
  values: null,
})

/** Many phrases as one tree of words: each token is looked up once, however many phrases there are. */
export class PhraseTrie<T> {
  private readonly root: Node<T> = emptyNode()
  /** Words of the phrases as numbers: a word of a post is hashed once, not once for each phrase it might continue. */
  private readonly ids = new Map<string, number>([
    ['#', numberClass],
    ['<drug>', drugClass],
    ['<event>', eventClass],
  ])
  private starts: Start<T>[] | null = null
  size = 0

  add(steps: readonly Step[], value: T): void {
    this.starts = null
    const end = follow(this.root, steps, this.ids)
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

  /** Every phrase that begins at every token. A gap never leaves its sentence. */
  findAll(tokens: Tokens, words: readonly string[] = tokens.words): Hit<T>[] {
    const ids = words.map((word) => this.ids.get(word) ?? unknown)
    const search: Search<T> = { tokens, words, ids, first: 0, hits: [] }
    this.starts ??= startsOf(this.root)
    for (let at = 0; at < words.length; at++) {
      search.first = at
      for (const start of this.starts) begin(start, search, at)
    }
    return search.hits
  }
}

/** A node phrases begin at, and where each word met so far leads from it: posts repeat their words. */
type Start<T> = { node: Node<T>; after: Map<string, readonly Node<T>[]> }

const mostRemembered = 50_000

/** The root and what it joins, in the order `walk` takes them. A phrase that could begin with a gap or be empty would be none. */
function startsOf<T>(node: Node<T>): Start<T>[] {
  if (node.gaps || node.values) throw new Error('a phrase begins with a gap, or with nothing')
  const joined = (node.joins ?? []).flatMap((join) => startsOf(join))
  return [...joined, { node, after: new Map() }]
}

function begin<T>({ node, after }: Start<T>, search: Search<T>, at: number): void {
  const word = search.words[at] ?? ''
  let next = after.get(word)
  if (!next) {
    next = nodesAfter(node, word, search.ids[at] ?? unknown)
    if (after.size < mostRemembered && word.length < 40) after.set(word, next)
  }
  for (const one of next) walk(one, search, at + 1)
  if (node.classes && node.words) walkClasses(node.words, search, at, word)
}

function nodesAfter<T>({ prefixes, words }: Node<T>, word: string, id: number): Node<T>[] {
  const alike = [...(prefixes?.get(0) ?? []), ...(prefixes?.get(word.charCodeAt(0)) ?? [])]
  const byPrefix = alike.filter(({ prefix }) => word.startsWith(prefix)).map(({ node }) => node)
  const same = id === unknown ? undefined : words?.get(id)
  return same ? [...byPrefix, same] : byPrefix
}

function follow<T>(from: Node<T>, steps: readonly Step[], ids: Map<string, number>): Node<T> {
  let node = from
  for (const step of steps)
    node = step.is === 'oneOf' ? followOptions(node, step, ids) : child(node, step, ids)
  return node
}

/**
 * Each option is its own path from `node`; all end in one new node. A join belongs to one phrase, so what another phrase
 * adds to a path that happens to be an option never leaks into this one.
 */
function followOptions<T>(
  node: Node<T>,
  step: Extract<Step, { is: 'oneOf' }>,
  ids: Map<string, number>,
): Node<T> {
  const join = emptyNode<T>()
  const ends = new Set(step.options.map((option) => follow(node, option, ids)))
  if (step.optional) ends.add(node)
  for (const end of ends) end.joins = [...(end.joins ?? []), join]
  return join
}

function child<T>(node: Node<T>, step: Exclude<Step, { is: 'oneOf' }>, ids: Map<string, number>): Node<T> {
  if (step.is === 'word') {
    const id = ids.get(step.word) ?? ids.size + 1
    ids.set(step.word, id)
    node.words ??= new Map()
    node.classes ||= id <= eventClass
    const known = node.words.get(id) ?? emptyNode<T>()
    node.words.set(id, known)
    return known
  }
  if (step.is === 'prefix') return prefixChild(node, step.prefix)
  const known = node.gaps?.find((edge) => edge.most === step.most) ?? {
    most: step.most,
    node: emptyNode<T>(),
  }
  node.gaps = [...(node.gaps ?? []).filter((edge) => edge !== known), known]
  return known.node
}

function prefixChild<T>(node: Node<T>, prefix: string): Node<T> {
  node.prefixes ??= new Map()
  const letter = prefix ? prefix.charCodeAt(0) : 0
  const edges = node.prefixes.get(letter) ?? []
  const known = edges.find((edge) => edge.prefix === prefix)
  if (known) return known.node
  const made = { prefix, node: emptyNode<T>() }
  node.prefixes.set(letter, [...edges, made])
  return made.node
}

type Search<T> = {
  tokens: Tokens
  words: readonly string[]
  ids: readonly number[]
  first: number
  hits: Hit<T>[]
}

function walk<T>(node: Node<T>, search: Search<T>, at: number): void {
  const { tokens, words, first } = search
  if (node.values) for (const value of node.values) search.hits.push({ from: first, to: at, value })
  if (node.joins) for (const join of node.joins) walk(join, search, at)
  if (node.gaps) for (const gap of node.gaps) walkGap(gap, search, at)
  if (at >= words.length || tokens.sentence[at] !== tokens.sentence[first]) return
  const word = words[at] ?? ''
  if (node.prefixes) walkPrefixes(node.prefixes, search, at, word)
  if (!node.words) return
  const id = search.ids[at] ?? unknown
  const next = id === unknown ? undefined : node.words.get(id)
  if (next) walk(next, search, at + 1)
  if (node.classes) walkClasses(node.words, search, at, word)
}

function walkPrefixes<T>(
  edges: NonNullable<Node<T>['prefixes']>,
  search: Search<T>,
  at: number,
  word: string,
): void {
  const any = edges.get(0)
  if (any) for (const edge of any) walk(edge.node, search, at + 1)
  const alike = edges.get(word.charCodeAt(0))
  if (alike) for (const edge of alike) if (word.startsWith(edge.prefix)) walk(edge.node, search, at + 1)
}

function walkGap<T>(gap: { most: number; node: Node<T> }, search: Search<T>, at: number): void {
  const { sentence } = search.tokens
  const { words, classes, prefixes, gaps, joins, values } = gap.node
  if (words && !classes && !prefixes && !gaps && !joins && !values) {
    skipTo(words, gap.most, search, at)
    return
  }
  for (let skip = 0; skip <= gap.most && at + skip <= search.words.length; skip++) {
    if (skip && sentence[at + skip - 1] !== sentence[search.first]) return
    walk(gap.node, search, at + skip)
  }
}

/** The same where only plain words follow: no step is taken for a word that is none of them. */
function skipTo<T>(words: ReadonlyMap<number, Node<T>>, most: number, search: Search<T>, at: number): void {
  const { sentence } = search.tokens
  const last = Math.min(at + most, search.words.length - 1)
  for (let to = at; to <= last && sentence[to] === sentence[search.first]; to++) {
    const id = search.ids[to] ?? unknown
    const next = id === unknown ? undefined : words.get(id)
    if (next) walk(next, search, to + 1)
  }
}

/** A number; or a medicine or symptom, which counts as one step however many words it has. */
function walkClasses<T>(edges: Map<number, Node<T>>, search: Search<T>, at: number, word: string): void {
  const { drug, event } = search.tokens
  const code = word.charCodeAt(0)
  const number = code >= 48 && code <= 57 ? edges.get(numberClass) : undefined
  if (number) walk(number, search, at + 1)
  const medicine = drug[at] ?? -1
  const drugNode = medicine >= 0 ? edges.get(drugClass) : undefined
  if (drugNode) walk(drugNode, search, runEnd(drug, at))
  const eventNode = event[at] && event[at - 1] !== event[at] ? edges.get(eventClass) : undefined
  if (eventNode) walk(eventNode, search, runEnd(event, at))
}

function runEnd(marks: Int16Array | Uint8Array, at: number): number {
  let to = at + 1
  while (marks[to] === marks[at]) to++
  return to
}
