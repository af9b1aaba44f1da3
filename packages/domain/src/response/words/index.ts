import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import type { WordList } from './word-list.ts'

export type { WordList } from './word-list.ts'

/** Languages the lint can read; a reply in any other is refused, not waved through (R9). */
export const wordLists: { en: WordList } & Partial<Record<string, WordList>> = { en, de, fr, es, it }

/** Primary subtag of a BCP 47 tag, lower case: `de-AT` → `de`. */
export const primaryLanguage = (tag: string): string => tag.trim().toLowerCase().split(/[-_]/)[0] ?? ''
