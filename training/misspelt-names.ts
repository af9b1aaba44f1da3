import { generateMisspellings } from '../packages/detection/src/match/misspellings.ts'
import type { MedicineRow } from './medicine-names.ts'

/** So many of each name's, likeliest first: respelt sounds, doubled and dropped letters; hardly any neighbouring keys. */
const ofEach = 48
/** Shorter ones are other words. */
const shortest = 5

/** What a post may hang on a name: with it, too, a misspelling must be no word. */
const endings = ['', 's', 'es', 'n']

/** "gone!" reads as "gonei" and "gonel" where names are looked for in disguise. */
const readings = (spelling: string): string[] => [
  ...endings.map((end) => spelling + end),
  ...(/[il]$/.test(spelling) ? [spelling.slice(0, -1)] : []),
]

/**
 * Misspellings of the names that posts use most, where they are no word with any ending, no name already and not as near to another
 * medicine's. Guarded names give none: a misspelt word is still a word.
 */
export function misspeltNames(
  chosen: ReadonlyMap<string, MedicineRow>,
  common: Iterable<string>,
  isWord: (word: string) => boolean,
): MedicineRow[] {
  const made = new Map<string, MedicineRow | null>()
  for (const name of common) {
    const row = chosen.get(name)
    if (!row) continue
    for (const spelling of generateMisspellings(name, ofEach)) {
      if (spelling.length < shortest || chosen.has(spelling) || readings(spelling).some(isWord)) continue
      const other = made.get(spelling)
      const clash = other === null || (other && other.substance !== row.substance)
      made.set(spelling, clash ? null : { name: spelling, substance: row.substance, kind: 'misspelling' })
    }
  }
  return [...made.values()].filter((row) => row !== null)
}
