import { fold } from '../fold/fold.ts'
import { type NamedLists, parsePattern, type Step } from './pattern.ts'
import { tokenise } from './tokens.ts'

/** One line of a phrase list: its section, its steps and the words after `=` (a concept or a note), if any. */
export type Phrase = { section: string; steps: Step[]; note: string }

/** German is typed with and without umlauts; the fold drops the dots, this adds `ae oe ue`. */
const respelt: ReadonlyMap<string, string> = new Map([
  ['ä', 'ae'],
  ['ö', 'oe'],
  ['ü', 'ue'],
])

/**
 * Reads a list: `[section]` lines, `@name = a|b|c` lines, `// …` comments, and one phrase a line, `phrase = note`.
 * Throws with the line number on a malformed line, so that a bad list never half-loads.
 */
export function readPhraseList(source: string, lang: string): Phrase[] {
  const lists = new Map<string, string>()
  const phrases: Phrase[] = []
  let section = ''
  source.split('\n').forEach((raw, index) => {
    const line = raw.trim()
    if (!line || line.startsWith('//')) return
    try {
      if (line.startsWith('[')) section = line.slice(1, -1).trim()
      else if (line.startsWith('@') && line.includes(' = ')) defineList(lists, line)
      else phrases.push(...readLine(line, section, lists, lang))
    } catch (error) {
      throw new Error(`${lang} list, line ${index + 1}: ${(error as Error).message}`)
    }
  })
  return phrases
}

function defineList(lists: Map<string, string>, line: string): void {
  const [name = '', members = ''] = line.slice(1).split(' = ')
  lists.set(name.trim(), expandInner(members.trim(), lists))
}

function expandInner(members: string, lists: NamedLists): string {
  return members.replace(/@(\w+)/g, (_, name: string) => lists.get(name) ?? '')
}

function readLine(line: string, section: string, lists: NamedLists, lang: string): Phrase[] {
  if (!section) throw new Error('a phrase before the first [section]')
  const [source = '', note = ''] = line.split(' = ')
  const spellings = lang === 'de' && /[äöü]/i.test(source) ? [source, respell(source)] : [source]
  return spellings.map((spelling) => ({
    section,
    note: note.trim(),
    steps: parsePattern(spelling, lists, (text) => tokenise(fold(text), lang).words),
  }))
}

function respell(source: string): string {
  return source.toLowerCase().replace(/[äöü]/g, (letter) => respelt.get(letter) ?? letter)
}
