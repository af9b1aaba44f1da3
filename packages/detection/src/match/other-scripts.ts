import { type Folded, refold } from '../fold/fold.ts'
import type { RawMatch } from './matcher.ts'
import type { NamesOf, NameTable } from './names.ts'
import { distance, type Hearing, type Sounds, soundKey, soundsOfName, soundsOfWord } from './sounds.ts'

/** `before` and `after`: what a language glues to a noun (articles, cases, particles). `most`: how far a word may be from a name, a consonant. */
type Script = Hearing & { word: RegExp; before: RegExp | null; after: RegExp | null; most: number }

const scripts: readonly Script[] = [
  {
    word: /\p{Script=Cyrillic}{4,}/gu,
    most: 0.02,
    before: null,
    after: /^(?:[аеиоуыюяйіїь]{1,2}|[оеа]м|ою|ами|ах|[ое]в|ів|ові|ът|ого)$/u,
    alike: ['sz', 'gh', 'hk', 'cs', 'jz', 'cj'],
    added: null,
    leftOut: 0.6,
    near: 0.15,
  },
  {
    word: /[\p{Script=Greek}\p{M}]{4,}/gu,
    most: 0.02,
    before: null,
    after: /^[αειουηωάέήίόύώ]?[ςν]?$/u,
    letters: [
      [/^[νΝ]τ/u, 'd'],
      [/^[μΜ]π/u, 'b'],
      [/γκ/gu, 'g'],
      [/ο[υύ]/gu, 'u'],
      [/α[ιί]/gu, 'e'],
      [/[εο][ιί]/gu, 'i'],
    ],
    alike: ['sz', 'hk', 'gh', 'cs', 'js'],
    added: null,
    leftOut: 0.6,
    near: 0.15,
  },
  {
    word: /[\p{Script=Katakana}ー]{3,}/gu,
    most: 0.04,
    before: null,
    after: null,
    letters: [
      [/[ッー]/gu, ''],
      [/フ(?=[ァィェォ])/gu, 'f'],
      [/ヴ(?=[ァィェォ])/gu, 'v'],
      [/テ(?=ィ)/gu, 't'],
      [/デ(?=ィ)/gu, 'd'],
      [/シ(?=ェ)/gu, 's'],
      [/[チジ](?=ェ)/gu, 'j'],
    ],
    alike: ['lr', 'bv', 'ct', 'jz', 'dj', 'sz', 'st', 'fh', 'mn', 'cj', 'cs'],
    added: /^[uoi]$/,
    leftOut: 0.6,
    near: 0.15,
  },
  {
    word: /\p{Script=Hangul}{2,}/gu,
    most: 0.04,
    before: null,
    after: /^(?:[을를이가은는과와도만의에로랑]|으로|에서|때문에|이랑|하고|먹고|이나|까지|부터)$/u,
    alike: ['lr', 'fp', 'bv', 'sz', 'jz', 'cj', 'cs', 'cz', 'fv', 'bp', 'gk'],
    added: /^(?:eu|u|o|i)$/,
    leftOut: 0.6,
    near: 0.15,
  },
  {
    word: /[\p{Script=Arabic}\p{M}]{4,}/gu,
    most: 0.045,
    before: /^(?:[وفبكل]?ال|لل|[وفبكل])/u,
    after: null,
    letters: [
      [/^و(?=ا)/u, 'v'],
      [/^[اأإ](?=[وي])/u, ''],
      [/[اأإآى]/gu, 'a'],
      [/و/gu, 'u'],
      [/ي/gu, 'i'],
    ],
    alike: ['bp', 'fv', 'sz', 'gk', 'gj', 'hk', 'gh', 'st'],
    added: null,
    leftOut: 0.1,
    near: 0.03,
  },
  {
    word: /[\p{Script=Hebrew}\p{M}]{4,}/gu,
    most: 0.045,
    before: /^[והבלכמש]{1,2}/u,
    after: null,
    letters: [
      [/^וו/u, 'v'],
      [/^א(?=[וי])/u, ''],
      [/א/gu, 'a'],
      [/פ/gu, 'p'],
      [/ו/gu, 'u'],
      [/י/gu, 'i'],
    ],
    alike: ['fp', 'bv', 'fv', 'pv', 'sz', 'hk'],
    added: null,
    leftOut: 0.1,
    near: 0.03,
  },
  {
    word: /[\p{Script=Devanagari}]{4,}/gu,
    most: 0.05,
    before: null,
    after: null,
    alike: ['sz', 'jz', 'bv', 'cs', 'dt'],
    added: /^[aeiu]$/,
    leftOut: 0.2,
    near: 0.15,
  },
]

/** Where these scripts stand; code units, since asking a letter's script of every letter costs ten times as much. */
const readable = /[\u0370-\u06ff\u0900-\u097f\u1f00-\u1fff\u30a0-\u30ff\uac00-\ud7a3\uff66-\uff9f]/

type Heard = { key: string; sounds: Sounds }
/** Names by the key of their sounds. */
export type SoundIndex = ReadonlyMap<string, readonly Heard[]>

/** A programme has few names, so that a short one has few neighbours too; the open list has thousands. */
const leastConsonants: Record<NamesOf, number> = { product: 3, list: 4 }

/** Everyday words are left out, since no context is read in other scripts, and so are names too short to be told from other words. */
export function soundIndex(table: NameTable, namesOf: NamesOf): SoundIndex {
  const index = new Map<string, Heard[]>()
  for (const [key, entries] of table) {
    const spelled = entries.some(({ kind, ambiguous }) => !ambiguous && kind !== 'misspelling')
    if (!spelled || !/^[a-z]{5,}$/.test(key)) continue
    for (const sounds of soundsOfName(key)) {
      if (sounds.consonants.length < leastConsonants[namesOf]) continue
      const heard = index.get(soundKey(sounds))
      if (heard) heard.push({ key, sounds })
      else index.set(soundKey(sounds), [{ key, sounds }])
    }
  }
  return index
}

function nearestName(word: string, index: SoundIndex, script: Script): string | null {
  const sounds = soundsOfWord(word, script)
  let far = script.most * sounds.consonants.length
  let nearest: string | null = null
  for (const name of index.get(soundKey(sounds)) ?? []) {
    const found = distance(name.sounds, sounds, script)
    if (found > far || (found === far && nearest !== null)) continue
    nearest = name.key
    far = found
  }
  return nearest
}

type Place = { from: number; to: number }

/** The word itself, then without what may be glued to it, longest first. */
function placesIn(word: string, { before, after }: Script): Place[] {
  const glued = before?.exec(word)?.[0].length ?? 0
  const ends = [word.length]
  for (let end = word.length - 1; after && end >= word.length - 3 && end >= 2; end--)
    if (after.test(word.slice(end))) ends.push(end)
  return (glued > 0 ? [0, glued] : [0]).flatMap((from) => ends.map((to) => ({ from, to })))
}

function nameIn(word: string, index: SoundIndex, script: Script): (Place & { key: string }) | null {
  for (const place of placesIn(word, script)) {
    const key = nearestName(word.slice(place.from, place.to), index, script)
    if (key !== null) return { ...place, key }
  }
  return null
}

/** Names written in another script by their sound ("варфарин", "ワルファリン"); a text without such letters costs one look. */
export function namesBySound(folded: Folded, index: () => SoundIndex): RawMatch[] {
  if (folded.map === null || !readable.test(folded.original)) return []
  const found: RawMatch[] = []
  for (const script of scripts) {
    for (const word of folded.original.matchAll(script.word)) {
      const name = nameIn(word[0], index(), script)
      if (!name) continue
      found.push({ key: name.key, ...refold(folded, word.index + name.from, word.index + name.to) })
    }
  }
  return found
}
