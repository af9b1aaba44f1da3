import type { Step } from './pattern.ts'

/** Numbers of no word: what no phrase holds, and the three classes. */
export const unknown = 0
export const numberClass = 1
export const drugClass = 2
export const eventClass = 3

/** Most nodes lead on by a word or two, which an array finds sooner than a map. */
const fewEdges = 6

export class PhraseNode<T> {
  private readonly ids: number[] = []
  private readonly nodes: PhraseNode<T>[] = []
  private many: Map<number, PhraseNode<T>> | null = null
  /** Whether a number, a medicine or a symptom goes on from here. */
  classes = false
  /** By first letter, since a list has hundreds; the empty prefix, any word, stands under 0. */
  prefixes: Map<number, { prefix: string; node: PhraseNode<T> }[]> | null = null
  gaps: { most: number; node: PhraseNode<T> }[] | null = null
  /** Where alternatives meet again: reached without a word. Keeps the tree as small as its source. */
  joins: PhraseNode<T>[] | null = null
  values: T[] | null = null
  private met: readonly PhraseNode<T>[] | null = null

  get hasWords(): boolean {
    return this.ids.length > 0
  }

  /** Whether plain words are all that goes on from here. */
  get wordsOnly(): boolean {
    return this.hasWords && !this.classes && !this.prefixes && !this.gaps && !this.joins && !this.values
  }

  next(id: number): PhraseNode<T> | undefined {
    if (this.many) return this.many.get(id)
    const { ids } = this
    for (let i = 0; i < ids.length; i++) if (ids[i] === id) return this.nodes[i]
    return undefined
  }

  /** Every word that goes on from here, and where to. */
  edges(): (readonly [id: number, to: PhraseNode<T>])[] {
    return this.ids.map((id, i) => [id, this.nodes[i] as PhraseNode<T>] as const)
  }

  /** This node and all that are reached from it without a word. Asked once the tree is whole. */
  reached(): readonly PhraseNode<T>[] {
    if (!this.met) {
      const joined = (this.joins ?? []).flatMap((join) => join.reached())
      const says = this.hasWords || this.prefixes || this.gaps || this.values
      this.met = says ? [...joined, this] : joined
    }
    return this.met
  }

  /** The node after these steps, made where it is new. */
  follow(steps: readonly Step[], ids: Map<string, number>): PhraseNode<T> {
    let node: PhraseNode<T> = this
    for (const step of steps) node = step.is === 'oneOf' ? node.options(step, ids) : node.child(step, ids)
    return node
  }

  /**
   * Each option is its own path from here; all end in one new node. A join belongs to one phrase, so what another phrase
   * adds to a path that happens to be an option never leaks into this one.
   */
  private options(step: Extract<Step, { is: 'oneOf' }>, ids: Map<string, number>): PhraseNode<T> {
    const join = new PhraseNode<T>()
    const ends = new Set(step.options.map((option) => this.follow(option, ids)))
    if (step.optional) ends.add(this)
    for (const end of ends) end.joins = [...(end.joins ?? []), join]
    return join
  }

  private child(step: Exclude<Step, { is: 'oneOf' }>, ids: Map<string, number>): PhraseNode<T> {
    if (step.is === 'word') return this.wordChild(step.word, ids)
    if (step.is === 'prefix') return this.prefixChild(step.prefix)
    const known = this.gaps?.find(({ most }) => most === step.most)
    if (known) return known.node
    const made = { most: step.most, node: new PhraseNode<T>() }
    this.gaps = [...(this.gaps ?? []), made]
    return made.node
  }

  private wordChild(word: string, numbered: Map<string, number>): PhraseNode<T> {
    const id = numbered.get(word) ?? numbered.size + 1
    numbered.set(word, id)
    this.classes ||= id <= eventClass
    const known = this.next(id)
    if (known) return known
    const made = new PhraseNode<T>()
    this.ids.push(id)
    this.nodes.push(made)
    if (this.many) this.many.set(id, made)
    else if (this.ids.length > fewEdges)
      this.many = new Map(this.ids.map((each, i) => [each, this.nodes[i] as PhraseNode<T>]))
    return made
  }

  private prefixChild(prefix: string): PhraseNode<T> {
    this.prefixes ??= new Map()
    const letter = prefix ? prefix.charCodeAt(0) : 0
    const edges = this.prefixes.get(letter) ?? []
    const known = edges.find((edge) => edge.prefix === prefix)
    if (known) return known.node
    const made = { prefix, node: new PhraseNode<T>() }
    this.prefixes.set(letter, [...edges, made])
    return made.node
  }
}
