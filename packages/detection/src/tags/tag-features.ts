import { basis, hashOn } from '../model/hash.ts'
import { stemsOf } from '../phrases/stems.ts'
import { ByWord } from '../phrases/word-numbers.ts'
import type { Reading } from '../reading.ts'
import type { Situations } from '../rules/situations.ts'

/**
 * What a text offers for a tag: stems and pairs of them, then what the rules say of it, which is what carries over from language to
 * language. Hashes, with the tokens each stands for; a hash may come more than once and counts once.
 */
export type TagFeatures = { hashes: Int32Array; from: Int32Array; to: Int32Array; words: number }

/** A post of more is a document: the rules read it whole, the words of a tag are looked for in its beginning. */
const most = 320

type Draft = { hashes: number[]; from: number[]; to: number[] }

function push(draft: Draft, hash: number, from: number, to: number): void {
  draft.hashes.push(hash)
  draft.from.push(from)
  draft.to.push(to)
}

const own = hashOn(basis, '<d>')
const other = hashOn(basis, '<o>')
const number = hashOn(basis, '#')
const edge = hashOn(basis, '^')
const end = hashOn(basis, '$')
const pair = (first: number, second: number): number =>
  Math.imul(((first << 7) | (first >>> 25)) ^ second, 0x9e3779b1)

/** By language: the hash of each stem met before, by the number of its word. */
const hashesOf = new Map<string, ByWord>()

function hashOfStem(lang: string, stem: string, number: number): number {
  const known = hashesOf.get(lang) ?? new ByWord()
  hashesOf.set(lang, known)
  const met = known.get(number)
  if (met !== 0) return met
  const hash = hashOn(lang === 'en' ? basis : hashOn(basis, `${lang}:`), stem)
  if (number !== 0) known.set(number, hash)
  return hash
}

function addWords(draft: Draft, { tokens, language }: Reading, product: number): void {
  const lang = language.known ? language.lang : 'en'
  const { words } = tokens
  const count = Math.min(words.length, most)
  const stems = stemsOf(tokens, lang)
  let before = edge
  let start = 0
  for (let at = 0; at < count; at++) {
    const drug = tokens.drug[at] ?? -1
    if (drug >= 0 && at > 0 && tokens.drug[at - 1] === drug) continue
    const code = (words[at] ?? '').charCodeAt(0)
    const hash =
      drug >= 0
        ? drug === product
          ? own
          : other
        : code >= 48 && code <= 57
          ? number
          : hashOfStem(lang, stems.words[at] ?? '', stems.numbers[at] ?? 0)
    push(draft, hash, at, at + 1)
    push(draft, pair(before, hash), start, at + 1)
    before = hash
    start = at
  }
  push(draft, pair(before, end), start, Math.max(start, count))
}

const named = (kind: string, name: string): number => hashOn(hashOn(basis, kind), name)

function addRules(draft: Draft, { cues, events, patients, tokens }: Reading, held: Situations): void {
  for (const [section, [cue]] of cues) if (cue) push(draft, named('c:', section), cue.from, cue.to)
  for (const { code, from, to } of held.special) push(draft, named('@', code), from, to)
  for (const { code, from, to } of held.serious) push(draft, named('!', code), from, to)
  for (const { code, from, to } of held.priority) push(draft, named('#', code), from, to)
  for (const { polarity, from, to } of events) push(draft, named('e:', polarity), from, to)
  if (patients.length === 0) push(draft, named('p:', 'none'), 0, 0)
  for (const { label, child, old, from, to } of patients) {
    push(draft, named('p:', label === 'author' ? 'author' : 'other'), from, to)
    if (child) push(draft, named('p:', 'child'), from, to)
    if (old) push(draft, named('p:', 'old'), from, to)
  }
  if (tokens.asks.includes(true)) push(draft, named('q:', 'asks'), 0, 0)
}

/** Features of one text for one product; `held` is what the rules say of it. */
export function tagFeatures(reading: Reading, product: number, held: Situations): TagFeatures {
  const draft: Draft = { hashes: [], from: [], to: [] }
  addWords(draft, reading, product)
  const words = draft.hashes.length
  addRules(draft, reading, held)
  return {
    hashes: new Int32Array(draft.hashes),
    from: new Int32Array(draft.from),
    to: new Int32Array(draft.to),
    words,
  }
}
