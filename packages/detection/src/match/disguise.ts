import type { RawMatch } from './matcher.ts'
import type { NameTable } from './names.ts'

/** Digits and signs read as letters; only ever inside a candidate that then is exactly a name. */
const readAs: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
  '*': '',
}
const leetWord = /[a-z0-9@$!|+*]{5,30}/g
const leetSign = /[a-z][0-9@$!|+*]|[0-9@$!|+*][a-z]/
const spelledOut = /(?<![a-z0-9])[a-z](?:[ .\-_*][a-z]){4,29}(?![a-z0-9])/g
const looksSpelledOut = /[a-z][ .\-_*][a-z][ .\-_*][a-z][ .\-_*][a-z][ .\-_*]/

/** "Z0rv3x", "z o r v e x": names of five letters and more, written to hide. */
export function disguisedNames(text: string, table: NameTable): RawMatch[] {
  const found: RawMatch[] = []
  if (leetSign.test(text)) found.push(...leetNames(text, table))
  if (looksSpelledOut.test(text)) found.push(...spelledNames(text, table))
  return found
}

function leetNames(text: string, table: NameTable): RawMatch[] {
  const found: RawMatch[] = []
  for (const word of text.matchAll(leetWord)) {
    const key = leetKey(word[0], table)
    if (key) found.push({ key, from: word.index, to: word.index + word[0].length })
  }
  return found
}

function leetKey(word: string, table: NameTable): string | null {
  if (!leetSign.test(word)) return null
  let asI = ''
  let asL = ''
  for (const char of word) {
    const letter = readAs[char] ?? char
    asI += letter
    asL += char === '1' || char === '!' ? 'l' : letter
  }
  if (asI.length >= 5 && table.has(asI)) return asI
  return asL.length >= 5 && table.has(asL) ? asL : null
}

function spelledNames(text: string, table: NameTable): RawMatch[] {
  const found: RawMatch[] = []
  for (const run of text.matchAll(spelledOut)) {
    const letters = run[0].replace(/[ .\-_*]/g, '')
    for (let from = 0; from + 5 <= letters.length; from++) {
      const to = longestNameAt(letters, from, table)
      if (!to) continue
      found.push({ key: letters.slice(from, to), from: run.index + from * 2, to: run.index + to * 2 - 1 })
      from = to - 1
    }
  }
  return found
}

function longestNameAt(letters: string, from: number, table: NameTable): number {
  for (let to = letters.length; to - from >= 5; to--) if (table.has(letters.slice(from, to))) return to
  return 0
}
