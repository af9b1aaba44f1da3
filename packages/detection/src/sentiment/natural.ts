import { createRequire } from 'node:module'

/**
 * The one place that touches `natural`, by deep import: its index prints adverts, loads `.env` and pulls in mongoose.
 * Everything is loaded on first use, synchronously, since `natural` is CommonJS.
 */
const load = createRequire(import.meta.url)

type Stemmer = { stem: (word: string) => string }
type Analyzer = { getSentiment: (words: string[]) => number }
type AnalyzerClass = new (language: string, stemmer: Stemmer | null, type: string) => Analyzer

const stemmerFiles: Readonly<Record<string, string>> = {
  en: 'porter_stemmer',
  de: 'porter_stemmer_de',
  fr: 'porter_stemmer_fr',
  es: 'porter_stemmer_es',
  it: 'porter_stemmer_it',
  nl: 'porter_stemmer_nl',
  pt: 'porter_stemmer_pt',
}

const stemmers = new Map<string, ((word: string) => string) | null>()

export function stemmerOf(lang: string): ((word: string) => string) | null {
  const known = stemmers.get(lang)
  if (known !== undefined) return known
  const file = stemmerFiles[lang]
  const stemmer = file ? (load(`natural/lib/natural/stemmers/${file}.js`) as Stemmer) : null
  const stem = stemmer ? (word: string) => stemmer.stem(word) : null
  stemmers.set(lang, stem)
  return stem
}

const lexiconOf: Readonly<Record<string, [language: string, type: string]>> = {
  en: ['English', 'afinn'],
  es: ['Spanish', 'senticon'],
  pt: ['Portuguese', 'afinn'],
  nl: ['Dutch', 'pattern'],
  it: ['Italian', 'pattern'],
  fr: ['French', 'pattern'],
  de: ['German', 'pattern'],
}

/** Mean valence per word, in the lexicon's own scale; null for a language without a lexicon. */
export function analyzerOf(lang: string): ((words: string[]) => number) | null {
  const lexicon = lexiconOf[lang]
  if (!lexicon) return null
  const Analyzer = load('natural/lib/natural/sentiment/SentimentAnalyzer.js') as AnalyzerClass
  const analyzer = new Analyzer(lexicon[0], null, lexicon[1])
  return (words) => (words.length ? analyzer.getSentiment(words) : 0)
}

/** Stop words of a language from the list `natural` ships with. */
export function stopWordsOf(): Readonly<Record<string, string[]>> {
  const natural = createRequire(load.resolve('natural/lib/natural/stemmers/porter_stemmer.js'))
  return natural('stopwords-iso') as Record<string, string[]>
}
