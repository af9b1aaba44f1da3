import { isDisguised } from '../fold/disguised.ts'
import { fold } from '../fold/fold.ts'
import type { StopWords } from './stop-words.ts'

/** `lang` is a BCP 47 primary tag; `known` says whether Hark's lists read it (R-24: else a human does). */
export type DetectedLanguage = { lang: string; known: boolean }

const read = new Set(['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'])
const tag = /^([a-z]{2,3})(?:[-_]|$)/i
/** Says that nobody knows, that there is no language or several, or what X saw instead of one (`qme` a picture, `qht` hashtags). */
const noLanguage = /^(?:und|mul|mis|zxx|q[a-t][a-z])$/
/** ISO 639-3 and 639-2/B for what has two letters in BCP 47. */
const shorter: Readonly<Record<string, string>> = {
  eng: 'en',
  deu: 'de',
  ger: 'de',
  fra: 'fr',
  fre: 'fr',
  spa: 'es',
  ita: 'it',
  nld: 'nl',
  dut: 'nl',
  por: 'pt',
}

/** The language a platform's tag names, without region; null where it names none. */
function taggedLanguage(given: string | null | undefined): string | null {
  const primary = given?.trim().match(tag)?.[1]?.toLowerCase()
  if (primary === undefined || noLanguage.test(primary)) return null
  return shorter[primary] ?? primary
}
const latin = /\p{Script=Latin}/gu
const otherScript = /[\p{L}--\p{Script=Latin}]/gv
const links = /https?:\/\/\S+|[@#]\S+/g
const word = /\p{L}+/gu

/** Letters that point to one or two languages. */
const letters: [RegExp, string[]][] = [
  [/ß|sch|cht/, ['de']],
  [/[üä]/, ['de']],
  [/[ãõ]|ção|ções/, ['pt']],
  [/[ñ¿¡]/, ['es']],
  [/[èùêœ]|\b[ldjcnms][’']/, ['fr']],
  [/[ìò]|zione\b|\bgli\b/, ['it']],
  [/ij|aa|oe\w/, ['nl']],
  [/[łąęśżź]/, ['pl']],
  [/[ışğ]/, ['tr']],
]

const letterOfOtherScript = /[\p{L}--[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]]/gv
/** Laughter and faces ("ㅋㅋㅋ", "ツ", "хахаха") are made of fewer different letters than any sentence. */
const fewestLetters = 4

const nonAscii = /[\u0080-\uffff]/

function byScript(text: string): string | null {
  if (!nonAscii.test(text)) return null
  const foreign = text.match(otherScript)?.length ?? 0
  const own = text.match(latin)?.length ?? 0
  return foreign > own ? 'und' : null
}

/** Whether a text is mostly written in letters that none of the languages read uses, in words and not in faces. */
export function inOtherScript(text: string): boolean {
  if (!nonAscii.test(text)) return false
  const plain = text.slice(0, 2000).replace(links, ' ')
  const foreign = plain.match(letterOfOtherScript) ?? []
  return foreign.length > (plain.match(latin)?.length ?? 0) && new Set(foreign).size >= fewestLetters
}

function votes(text: string, stopWords: StopWords): Map<string, number> {
  const count = new Map<string, number>()
  const add = (lang: string, weight: number): void => void count.set(lang, (count.get(lang) ?? 0) + weight)
  for (const found of fold(text).text.replaceAll("'", '').match(word) ?? []) {
    const langs = stopWords.get(found)
    for (const lang of langs ?? []) add(lang, 1 / (langs?.length ?? 1))
  }
  for (const [pattern, langs] of letters) if (pattern.test(text)) for (const lang of langs) add(lang, 0.6)
  return count
}

/**
 * The platform's tag where it gives one that the script does not belie (who writes Japanese may have left the tag at English), else
 * script, function words and telling letters. A text without any evidence is `und`, and so goes to a human.
 */
export function detectLanguage(
  text: string,
  given: string | null | undefined,
  stopWords: StopWords,
): DetectedLanguage {
  const lang = taggedLanguage(given)
  if (lang && !(read.has(lang) && inOtherScript(text))) return { lang, known: read.has(lang) }
  const start = fold(text.slice(0, 2000))
  const plain = (isDisguised(start) ? start.text : start.original.toLowerCase()).replace(links, ' ')
  if (byScript(plain)) return { lang: 'und', known: false }
  const [best, second] = [...votes(plain, stopWords)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  if (!best || best[1] < 0.3) return { lang: 'und', known: false }
  if (!read.has(best[0]) && best[1] < (second?.[1] ?? 0) + 0.5) {
    const nearest = second && read.has(second[0]) ? second[0] : null
    if (nearest) return { lang: nearest, known: true }
  }
  return read.has(best[0]) ? { lang: best[0], known: true } : { lang: 'und', known: false }
}
