import type { Product, ProductName } from '@hark/domain'
import { type Folded, fold, unfold } from '../fold/fold.ts'
import { hasMedicineContext } from './context.ts'
import { disguisedNames } from './disguise.ts'
import { type NamesOf, type NameTable, nameKey, nameTable } from './names.ts'
import { namesBySound, type SoundIndex, soundIndex } from './other-scripts.ts'
import { type Search, searchOf } from './search.ts'

/** One product named in a text. `name` is the name as the programme lists it, `text` as the post writes it. */
export type Match = {
  product: Product
  index: number
  name: string
  kind: ProductName['kind']
  start: number
  end: number
  text: string
  /** Where it stands in the folded text, for the reading that follows. */
  from: number
  to: number
}

/** Found in folded offsets, before ambiguity is settled. */
export type RawMatch = { key: string; from: number; to: number }

export type Matcher = {
  (text: string): Match[]
  /** For a text already folded: detection folds once. */
  inFolded: (folded: Folded) => Match[]
  products: readonly Product[]
}

/** Scripts written without spaces between words have no word boundary to ask for. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
const alternatives = (words: Iterable<string>): string =>
  [...words]
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
    .map(escaped)
    .join('|')

/** Forms glued to a name in posts: plural, German and Dutch compounds. A dose ("20mg") needs none: a digit ends the word. */
const tail = "(?:s|es|n|'?s)?(?:tabletten|tablette|pillen|pille|spritzen?|pens?)?"

type Compiled = {
  table: NameTable
  first: Search
  glued: Search
  rest: Map<string, string[][]>
  tagged: Search
}

/**
 * Only literals stand in the alternation: V8 folds those into a prefix tree, whereas one character class in a name makes the
 * search fifty times slower. Names of several words are completed in `completeName`. Word edges are asked of Latin letters only:
 * the fold has made every Latin disguise ASCII, and a Cyrillic or Japanese ending may follow a brand without a space.
 */
function compile(products: readonly Product[], namesOf: NamesOf): Compiled {
  const { table, written } = nameTable(products, namesOf)
  const rest = new Map<string, string[][]>()
  const glued: string[] = []
  for (const [key, parts] of written) {
    if (unspaced.test(key)) glued.push(key)
    const head = unspaced.test(key) ? key : (parts[0] ?? key)
    // "planb", "#zorvexxr": a name of several words is also written as one.
    if (namesOf === 'product' && parts.length > 1 && key.length >= 5 && !rest.has(key)) rest.set(key, [[]])
    rest.set(head, [...(rest.get(head) ?? []), unspaced.test(key) ? [] : parts.slice(1)])
  }
  for (const ways of rest.values()) ways.sort((a, b) => b.join('').length - a.join('').length)
  const heads = [...rest.keys()].filter((head) => !unspaced.test(head))
  const long = [...table.keys()].filter((key) => key.length >= 6)
  return {
    table,
    rest,
    first: search(heads, { whole: true, ending: `(?=${tail}(?![a-z]))` }),
    glued: search(glued, { whole: false, ending: '' }),
    tagged: search(long, { whole: false, ending: '' }),
  }
}

/** A long list is looked up by first letters, a short one by one expression, which runs through text with no hit at once. */
function search(words: readonly string[], { whole, ending }: { whole: boolean; ending: string }): Search {
  if (words.length === 0) return () => null
  if (words.length > manyWords)
    return searchOf(words, { whole, ending: ending ? new RegExp(ending, 'y') : null })
  const anywhere = new RegExp(`${whole ? '(?<![a-z0-9])' : ''}(?:${alternatives(words)})${ending}`, 'g')
  return (text, from) => {
    anywhere.lastIndex = from
    const hit = anywhere.exec(text)
    return hit && { index: hit.index, word: hit[0] }
  }
}
const manyWords = 8_000

const gap = /[\s\-_.'’]{0,2}/y

/** After the first word of a name, the other words with at most two separators before each; longest name first. */
function completeName(
  text: string,
  head: string,
  end: number,
  rest: Map<string, string[][]>,
): { key: string; to: number } | null {
  for (const parts of rest.get(head) ?? []) {
    let to = end
    const whole = parts.every((part) => {
      gap.lastIndex = to
      const at = to + (gap.exec(text)?.[0].length ?? 0)
      if (!text.startsWith(part, at)) return false
      to = at + part.length
      return true
    })
    if (whole && (parts.length === 0 || !letter.test(text[to] ?? '')))
      return { key: head + parts.join(''), to }
  }
  return null
}

const letter = /[a-z]/

const hashtag = /[#@][a-z0-9_]{6,60}/g

/** "#teamzorvex", "@ZorvexSupport": a long name anywhere in a tag. */
function taggedNames(text: string, tagged: Search): RawMatch[] {
  if (!/[#@]/.test(text)) return []
  const found: RawMatch[] = []
  for (const tag of text.matchAll(hashtag)) {
    const hit = tagged(tag[0], 0)
    if (!hit) continue
    const from = tag.index + hit.index
    found.push({ key: nameKey(hit.word), from, to: from + hit.word.length })
  }
  return found
}

function namesBy(search: Search, text: string, rest: Compiled['rest']): RawMatch[] {
  const found: RawMatch[] = []
  for (let hit = search(text, 0); hit; ) {
    const end = hit.index + hit.word.length
    const name = completeName(text, hit.word, end, rest)
    if (name) found.push({ key: name.key, from: hit.index, to: name.to })
    hit = search(text, end)
  }
  return found
}

function withoutOverlaps(found: RawMatch[]): RawMatch[] {
  const sorted = found.sort((a, b) => a.from - b.from || b.to - a.to)
  const kept: RawMatch[] = []
  for (const raw of sorted) if (raw.from >= (kept.at(-1)?.to ?? 0)) kept.push(raw)
  return kept
}

/**
 * Compiles a programme's products once into a function from text to the products it names, in order, offsets in the
 * original. Brand, substance and all listed names count; disguise is undone; names in other scripts are found by their sound; an
 * ambiguous name needs medicine context or an unambiguous name beside it.
 */
export function compileMatcher(products: readonly Product[], namesOf: NamesOf = 'product'): Matcher {
  const compiled = compile(products, namesOf)
  const { table, first, glued, rest, tagged } = compiled
  let sounds: SoundIndex | null = null
  const inFolded = (folded: Folded): Match[] => {
    const raw = [
      ...namesBy(first, folded.text, rest),
      ...namesBy(glued, folded.text, rest),
      ...taggedNames(folded.text, tagged),
      ...disguisedNames(folded.text, table),
      ...namesBySound(folded, () => (sounds ??= soundIndex(table, namesOf))),
    ]
    if (raw.length === 0) return []
    return settle(folded, withoutOverlaps(raw), table, products)
  }
  const match = (text: string): Match[] => inFolded(fold(text))
  return Object.assign(match, { inFolded, products })
}

function settle(folded: Folded, raw: RawMatch[], table: NameTable, products: readonly Product[]): Match[] {
  const entriesOf = (match: RawMatch) => table.get(match.key) ?? []
  const anyCertain = raw.some((match) => entriesOf(match).some((entry) => !entry.ambiguous))
  const matches: Match[] = []
  for (const { key, from, to } of raw) {
    for (const { index, name, kind, ambiguous } of table.get(key) ?? []) {
      if (ambiguous && !anyCertain && !hasMedicineContext(folded, from, to)) continue
      const product = products[index]
      if (!product) continue
      const { start, end } = unfold(folded, from, to)
      matches.push({
        product,
        index,
        name,
        kind,
        start,
        end,
        text: folded.original.slice(start, end),
        from,
        to,
      })
    }
  }
  return matches
}
