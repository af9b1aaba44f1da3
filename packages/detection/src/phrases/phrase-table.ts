import { drugClass, eventClass, numberClass, type PhraseNode } from './phrase-node.ts'

/** Numbers of a node: where its parts stand in the other lists and how many there are; 0 where there is none of them. */
export const width = 8
export const [edgesAt, edgesCount, valuesAt, valuesCount, gapsAt, gapsCount, prefixesAt, classesAt] = [
  0, 1, 2, 3, 4, 5, 6, 7,
]
/** Numbers of a gap: the words it may skip, where it leads, and 1 where plain words alone go on from there. */
export const gapWidth = 3

/** No way on. */
export const nowhere = 0x7fffffff

export type PrefixEdge = { prefix: string; target: number }

/**
 * A tree of phrases as plain numbers, one beside the other: what is read for one word lies together, where objects would lie all over
 * memory. A target is a node, or `~` the place in `groups` of several that are reached as one.
 */
export type PhraseTable<T> = {
  nodes: Int32Array
  /** Word and target, by turns. */
  edges: Int32Array
  gaps: Int32Array
  /** Targets by a number, a medicine and a symptom, by turns. */
  classes: Int32Array
  groups: Int32Array
  prefixes: ReadonlyMap<number, readonly PrefixEdge[]>[]
  values: T[]
  start: number[]
}

type Draft<T> = {
  nodes: number[]
  edges: number[]
  gaps: number[]
  classes: number[]
  groups: number[]
  prefixes: Map<number, PrefixEdge[]>[]
  values: T[]
  places: Map<PhraseNode<T>, number>
  targets: Map<PhraseNode<T>, number>
  waiting: PhraseNode<T>[]
}

export function tableOf<T>(root: PhraseNode<T>): PhraseTable<T> {
  // The first place of each list is left empty, so that 0 says "none".
  const draft: Draft<T> = {
    nodes: new Array(width).fill(0),
    edges: [0, 0],
    gaps: [0, 0, 0],
    classes: [0, 0, 0],
    groups: [],
    prefixes: [new Map()],
    values: [undefined as T],
    places: new Map(),
    targets: new Map(),
    waiting: [],
  }
  const start = root.reached().map((node) => placeOf(draft, node))
  for (let next = 0; next < draft.waiting.length; next++)
    write(draft, draft.waiting[next] as PhraseNode<T>, (next + 1) * width)
  const { nodes, edges, gaps, classes, groups, prefixes, values } = draft
  return {
    nodes: Int32Array.from(nodes),
    edges: Int32Array.from(edges),
    gaps: Int32Array.from(gaps),
    classes: Int32Array.from(classes),
    groups: Int32Array.from(groups),
    prefixes,
    values,
    start,
  }
}

function placeOf<T>({ places, nodes, waiting }: Draft<T>, node: PhraseNode<T>): number {
  const known = places.get(node)
  if (known !== undefined) return known
  const place = nodes.length
  places.set(node, place)
  waiting.push(node)
  for (let i = 0; i < width; i++) nodes.push(0)
  return place
}

function targetOf<T>(draft: Draft<T>, node: PhraseNode<T>): number {
  const known = draft.targets.get(node)
  if (known !== undefined) return known
  const members = node.reached().map((each) => placeOf(draft, each))
  const [only] = members
  const target = members.length === 1 && only !== undefined ? only : ~draft.groups.length
  if (target < 0) draft.groups.push(members.length, ...members)
  draft.targets.set(node, target)
  return target
}

const isClass = (id: number): boolean => id === numberClass || id === drugClass || id === eventClass

function write<T>(draft: Draft<T>, node: PhraseNode<T>, at: number): void {
  const words = node
    .edges()
    .filter(([id]) => !isClass(id))
    .sort(([a], [b]) => a - b)
    .flatMap(([id, to]) => [id, targetOf(draft, to)])
  const gaps = (node.gaps ?? []).flatMap((gap) => [
    gap.most,
    targetOf(draft, gap.node),
    gap.node.wordsOnly ? 1 : 0,
  ])
  const values = node.values ?? []
  const { nodes } = draft
  nodes[at + edgesAt] = append(draft.edges, words)
  nodes[at + edgesCount] = words.length / 2
  nodes[at + valuesAt] = append(draft.values, values)
  nodes[at + valuesCount] = values.length
  nodes[at + gapsAt] = append(draft.gaps, gaps)
  nodes[at + gapsCount] = gaps.length / gapWidth
  nodes[at + prefixesAt] = node.prefixes ? append(draft.prefixes, [prefixesOf(draft, node.prefixes)]) : 0
  nodes[at + classesAt] = node.classes
    ? append(
        draft.classes,
        [numberClass, drugClass, eventClass].map((id) => {
          const to = node.next(id)
          return to ? targetOf(draft, to) : nowhere
        }),
      )
    : 0
}

function append<V>(list: V[], more: readonly V[]): number {
  const at = list.length
  for (const each of more) list.push(each)
  return more.length > 0 ? at : 0
}

function prefixesOf<T>(
  draft: Draft<T>,
  prefixes: NonNullable<PhraseNode<T>['prefixes']>,
): Map<number, PrefixEdge[]> {
  return new Map(
    [...prefixes].map(([letter, edges]) => [
      letter,
      edges.map(({ prefix, node }) => ({ prefix, target: targetOf(draft, node) })),
    ]),
  )
}

/** Few words are looked through, many are halved. */
const few = 6

/** Where word `id` leads from a node, `nowhere` where it does not. */
export function next({ nodes, edges }: PhraseTable<unknown>, node: number, id: number): number {
  let low = nodes[node + edgesAt] as number
  let count = nodes[node + edgesCount] as number
  while (count > few) {
    const half = count >> 1
    if ((edges[low + 2 * half] as number) <= id) {
      low += 2 * half
      count -= half
    } else count = half
  }
  for (const end = low + 2 * count; low < end; low += 2)
    if (edges[low] === id) return edges[low + 1] as number
  return nowhere
}

/** The nodes of a target. */
export const membersOf = ({ groups }: PhraseTable<unknown>, target: number): number[] =>
  target >= 0 ? [target] : [...groups.subarray(~target + 1, ~target + 1 + (groups[~target] ?? 0))]

/** Whether plain words are all that goes on from a node. */
export const onlyWords = ({ nodes }: PhraseTable<unknown>, node: number): boolean =>
  ((nodes[node + valuesCount] as number) |
    (nodes[node + gapsCount] as number) |
    (nodes[node + prefixesAt] as number) |
    (nodes[node + classesAt] as number)) ===
  0
