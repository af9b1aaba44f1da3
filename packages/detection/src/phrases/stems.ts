import { stemmerOf } from '../sentiment/natural.ts'

const caches = new Map<string, Map<string, string>>()
const cacheLimit = 50_000

/** Stems by the language's own stemmer; languages without one keep the word. Cached: posts repeat their words. */
export function stemmed(words: readonly string[], lang: string): string[] {
  const stem = stemmerOf(lang)
  if (!stem) return [...words]
  const cache = caches.get(lang) ?? new Map<string, string>()
  caches.set(lang, cache)
  return words.map((word) => {
    const known = cache.get(word)
    if (known !== undefined) return known
    const made = word.length < 40 ? stem(word) : word
    if (cache.size < cacheLimit) cache.set(word, made)
    return made
  })
}
