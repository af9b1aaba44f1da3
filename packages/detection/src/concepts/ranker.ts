import { fold } from '../fold/fold.ts'
import { stemmed } from '../phrases/stems.ts'
import { tokenise } from '../phrases/tokens.ts'
import { tellingWords } from './fillers.ts'

/** A name something goes by. Several terms may share an id; one `chosen` by hand means its id wherever a phrase says just this. */
export type Term = { id: string; term: string; lang: string; chosen?: boolean }
/**
 * How well a phrase names an id, 0 … 1, and the term it was recognised by: `score` by that term alone, `strength` by all its terms
 * together, which is what the order goes by.
 */
export type Ranked = { id: string; score: number; strength: number; via: string }

/** An id on the way: `said` is 2 where a chosen term is the phrase, 1 where another is; many near names outweigh neither. */
type Found = Omit<Ranked, 'strength'> & { said: number; support: number }
type Indexed = Term & { words: readonly string[]; weight: number; trigrams: ReadonlySet<string> }

/** Below this a term is not about the phrase: of unseen lay phrases a tenth comes no nearer, of small talk two thirds. */
const floor = 0.35
/** From here a phrase says the term itself; what is less is how sums of fractions round. */
const same = 0.9995
/** An id gains by every term that resembles the phrase, the nearest counting most; fitted on held-out lay phrases. */
const sharpness = 10
const byWordsShare = 0.4
const rounded = (share: number): number => Math.round(share * 1000) / 1000

function trigramsOf(text: string): Set<string> {
  const padded = ` ${text} `
  const grams = new Set<string>()
  for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3))
  return grams
}

/** What is compared: the stems of the words that tell what is named. */
function contentOf(text: string, lang: string): string[] {
  const words = tokenise(fold(text), lang).words.map((word) => word.replace(/['’]/g, ''))
  return [...new Set(stemmed(tellingWords(words, lang), lang))]
}

/**
 * Ranks the ids of a vocabulary for a phrase in lay words: shared stems weighted by rarity, and shared letters for what is misspelt.
 * Pure after compiling; ties keep the order of the terms.
 */
export class TermRanker {
  private readonly terms: Indexed[] = []
  private readonly byWord = new Map<string, number[]>()
  private readonly byTrigram = new Map<string, number[]>()

  constructor(terms: readonly Term[]) {
    terms.forEach((term, at) => {
      const words = contentOf(term.term, term.lang)
      const trigrams = trigramsOf(words.join(' '))
      this.terms.push({ ...term, words, weight: 0, trigrams })
      for (const word of words) push(this.byWord, word, at)
      for (const gram of trigrams) push(this.byTrigram, gram, at)
    })
    for (const term of this.terms) term.weight = this.weightOf(term.words)
  }

  /** The best ids for a phrase, best first. An empty phrase, or one that shares nothing, ranks nothing. */
  rank(phrase: string, lang: string, most = 5): Ranked[] {
    const words = contentOf(phrase, lang)
    const trigrams = trigramsOf(words.join(' '))
    const best = new Map<string, Found>()
    for (const at of this.candidates(words, trigrams)) {
      const term = this.terms[at] as Indexed
      const score = this.similarity(words, trigrams, term) * (term.lang === lang ? 1 : 0.8)
      if (score < floor) continue
      const known = best.get(term.id)
      const said = score < same ? 0 : term.chosen ? 2 : 1
      best.set(term.id, {
        ...(known && known.score >= score ? known : { id: term.id, score, via: term.term }),
        said: Math.max(said, known?.said ?? 0),
        support: (known?.support ?? 0) + score ** sharpness,
      })
    }
    return [...best.values()]
      .sort((a, b) => b.said - a.said || b.support - a.support)
      .slice(0, most)
      .map(({ id, score, via, support }) => ({
        id,
        via,
        score: rounded(score),
        strength: rounded(Math.min(1, support ** (1 / sharpness))),
      }))
  }

  private candidates(words: readonly string[], trigrams: ReadonlySet<string>): Set<number> {
    const found = new Set(words.flatMap((word) => this.byWord.get(word) ?? []))
    if (words.every((word) => this.byWord.has(word))) return found
    const shared = new Map<number, number>()
    for (const gram of trigrams)
      for (const at of this.byTrigram.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1)
    for (const [at, count] of shared) if (count * 2 >= trigrams.size) found.add(at)
    return found
  }

  private similarity(words: readonly string[], trigrams: ReadonlySet<string>, term: Indexed): number {
    const common = words.filter((word) => term.words.includes(word))
    const sharedWeight = this.weightOf(common)
    const byWords = sharedWeight / Math.max(1e-9, Math.sqrt(this.weightOf(words) * term.weight))
    let sharedGrams = 0
    for (const gram of trigrams) if (term.trigrams.has(gram)) sharedGrams++
    const byLetters = (2 * sharedGrams) / Math.max(1, trigrams.size + term.trigrams.size)
    return byWordsShare * Math.min(1, byWords) + (1 - byWordsShare) * byLetters
  }

  private weightOf(words: readonly string[]): number {
    return words.reduce(
      (sum, word) => sum + Math.log(1 + this.terms.length / (this.byWord.get(word)?.length ?? 1)),
      0,
    )
  }
}

function push(index: Map<string, number[]>, key: string, at: number): void {
  const known = index.get(key)
  if (known) known.push(at)
  else index.set(key, [at])
}
