import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { engine } from './engine.ts'
import { fold } from './fold/fold.ts'
import { type StopWords, wordTable } from './lang/stop-words.ts'
import { gazetteerProducts } from './match/gazetteer.ts'
import { compileMatcher, type Matcher } from './match/matcher.ts'
import { loadModel, type Model } from './model/model.ts'
import { type Phrase, readPhraseList } from './phrases/list-file.ts'
import { stemmed } from './phrases/stems.ts'
import { tokenise } from './phrases/tokens.ts'
import { PhraseTrie } from './phrases/trie.ts'
import { loadSentiments, type Sentiments } from './sentiment/sentiment.ts'
import { loadTagModel, type TagModel } from './tags/tag-model.ts'
import { readUses, type UsesOf } from './uses/uses.ts'

export const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const
export type Language = (typeof languages)[number]

/** What a symptom phrase is worth before its context is read; `never` shadows ordinary words of the open lexicons. */
export type Tier = 'never' | 'weak' | 'plain' | 'strong'
export type EventEntry = { tier: Tier; concept: string }
/** A cue or rule phrase: its section (`causal`, `special.OVERDOSE`, …) and note. */
export type CueEntry = { section: string; note: string }

export type LanguageResources = {
  events: PhraseTrie<EventEntry>
  /** Built on first use: a deployment reads few of the languages. */
  stemmedEvents: () => PhraseTrie<EventEntry>
  cues: PhraseTrie<CueEntry>
  /** Phrases that say how a post as a whole means its events, read once these are known. */
  scopes: PhraseTrie<CueEntry>
  /** What words are about, to be held against what a medicine is for and known to do. */
  topics: PhraseTrie<string>
  /** Stems of the ordinary words that the open lexicons take for symptoms: `weeks` is no more one than `week`. */
  ordinary: Set<string>
}

export type Resources = {
  byLanguage: ReadonlyMap<string, LanguageResources>
  sentiments: Sentiments
  model: Model
  /** Weighs what the rules hold of situations, seriousness and priority. */
  tags: TagModel
  /** Word → languages it speaks for: function words, and the words of our own lists. */
  words: StopWords
  /** What medicines are for and known to do, by substance. */
  usesOf: UsesOf
  /** Every medicine of the open lexicons: what `hark classify` uses where no programme is given. */
  gazetteer: () => Matcher
  /** Engine version and hash of every list and weight: enough to replay a score. */
  modelId: string
}

const data = join(import.meta.dirname, '../data')
const tiers: Readonly<Record<string, Tier>> = {
  event: 'plain',
  'event.strong': 'strong',
  'event.weak': 'weak',
  'event.never': 'never',
}

/** Everything but the trained parts: what training itself reads posts with. */
export type Lists = Omit<Resources, 'model' | 'modelId' | 'tags'>
type Read = (path: string) => Buffer

export function loadLists(read: Read = (path) => readFileSync(join(data, path))): Lists {
  const vocabulary = new Map<string, Set<string>>()
  const byLanguage = new Map(
    languages.map((lang) => {
      const spoken = new Set<string>()
      vocabulary.set(lang, spoken)
      return [lang, loadLanguage(lang, read, spoken)]
    }),
  )
  const medicines = gunzipSync(read('medicines.tsv.gz')).toString('utf8')
  let gazetteer: Matcher | null = null
  return {
    byLanguage,
    sentiments: loadSentiments(),
    words: wordTable(vocabulary),
    usesOf: readUses(read('uses.tsv').toString('utf8')),
    gazetteer: () => (gazetteer ??= compileMatcher(gazetteerProducts(medicines), 'list')),
  }
}

/**
 * Reads the shipped lists, gazetteers and trained parts once; the only input or output of the package. With `net: false`, or
 * where the net cannot run, rules and linear part go on without it, and the model id says so.
 */
export function loadResources({ net = true }: { net?: boolean } = {}): Resources {
  const hash = createHash('sha256').update(JSON.stringify(engine))
  const read: Read = (path) => {
    const bytes = readFileSync(join(data, path))
    hash.update(path).update('\0').update(bytes)
    return bytes
  }
  const lists = loadLists(read)
  const model = loadModel(net, (path) => read(`model/${path}`))
  const tags = loadTagModel(read)
  const name = `${engine.name}-${engine.version}${model.hasNet ? '' : '-lean'}`
  return { ...lists, model, tags, modelId: `${name}+${hash.digest('hex').slice(0, 12)}` }
}

function loadLanguage(
  lang: Language,
  read: (path: string) => Buffer,
  spoken: Set<string>,
): LanguageResources {
  const compiled = `events-${lang}.tsv.gz`
  const terms = readdirSync(data).includes(compiled) ? read(compiled) : null
  let stemmedEvents: PhraseTrie<EventEntry> | null = null
  const resources: LanguageResources = {
    events: new PhraseTrie(),
    stemmedEvents: () => (stemmedEvents ??= termTrie(terms, lang, resources.ordinary)),
    cues: new PhraseTrie(),
    scopes: new PhraseTrie(),
    topics: new PhraseTrie(),
    ordinary: new Set(),
  }
  const files = readdirSync(join(data, 'lists', lang))
    .filter((name) => name.endsWith('.txt'))
    .sort()
  for (const file of files) {
    for (const phrase of readPhraseList(read(`lists/${lang}/${file}`).toString('utf8'), lang)) {
      addPhrase(resources, phrase, lang)
      if (tellsLanguage(phrase.section)) addSpoken(spoken, phrase.steps)
    }
  }
  return resources
}

const isScope = (section: string): boolean => section.startsWith('scope.')
const isTopic = (section: string): boolean => section.startsWith('topic.')
/** Names of illnesses are shared by many languages, and scopes are built of everyone's words. */
const tellsLanguage = (section: string): boolean => !isScope(section) && !isTopic(section)

function addPhrase(resources: LanguageResources, { section, steps, note }: Phrase, lang: Language): void {
  const tier = tiers[section]
  if (tier === 'never' && steps.every(({ is }) => is === 'word'))
    resources.ordinary.add(stemKey(plainWords(steps), lang))
  if (isScope(section)) resources.scopes.add(steps, { section, note })
  else if (isTopic(section)) resources.topics.add(steps, section.slice('topic.'.length))
  else if (tier) resources.events.add(steps, { tier, concept: note })
  else resources.cues.add(steps, { section, note })
}

/** The words of our lists tell the language too. */
function addSpoken(spoken: Set<string>, steps: Phrase['steps']): void {
  for (const step of steps) {
    if (step.is === 'word' && step.word.length >= 3) spoken.add(step.word)
    else if (step.is === 'oneOf') for (const option of step.options) addSpoken(spoken, option)
  }
}

const plainWords = (steps: Phrase['steps']): string[] =>
  steps.flatMap((step) => (step.is === 'word' ? [step.word] : []))
const stemKey = (words: readonly string[], lang: string): string => stemmed(words, lang).join(' ')

/** Terms of the open lexicons are matched by stem, so that `vomited` finds `vomiting`. */
function termTrie(
  packed: Buffer | null,
  lang: string,
  ordinary: ReadonlySet<string>,
): PhraseTrie<EventEntry> {
  const trie = new PhraseTrie<EventEntry>()
  for (const line of packed ? gunzipSync(packed).toString('utf8').split('\n') : []) {
    const [term = '', concept = ''] = line.split('\t')
    const words = stemmed(tokenise(fold(term), lang).words, lang)
    if (words.length && !ordinary.has(words.join(' '))) trie.addWords(words, { tier: 'plain', concept })
  }
  return trie
}
