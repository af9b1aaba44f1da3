import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openVocabulary } from './open-concepts.ts'

const { names, rank } = openVocabulary()

/** Tables with a heading of columns, the languages among them. */
function rowsOf(path: string): Record<string, string>[] {
  const [heading = '', ...lines] = readFileSync(join(import.meta.dirname, path), 'utf8')
    .trimEnd()
    .split('\n')
  const columns = heading.split('\t')
  return lines.map((line) => Object.fromEntries(line.split('\t').map((cell, at) => [columns[at], cell])))
}

const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const
/** Phrases as people write them, each with the name of the concept it means. */
const everyday = rowsOf('everyday.tsv')
const symptoms = rowsOf('../../data/symptoms.tsv')

describe.each(languages)('in %s', (lang) => {
  test('the first concept of an everyday symptom is the right one', () => {
    const wrong = everyday.flatMap(({ name, [lang]: phrase = '' }) => {
      const first = rank(phrase, lang, 1)[0]?.name
      return first === name ? [] : [{ phrase, first, name }]
    })
    expect(everyday.length).toBeGreaterThanOrEqual(25)
    expect(wrong).toEqual([])
  })

  test('every wording of our own table means its own concept first', () => {
    const wrong = symptoms.flatMap(({ id, [lang]: wordings = '' }) =>
      wordings.split('|').filter((words) => rank(words, lang, 1)[0]?.id !== id),
    )
    expect(wrong).toEqual([])
  })
})

test('a hundred and twenty symptoms are named in all languages, by concepts of the vocabulary', () => {
  expect(symptoms.length).toBeGreaterThanOrEqual(120)
  for (const { id = '', name, ...wordings } of symptoms) {
    expect([id, names.get(id)]).toEqual([id, name])
    for (const lang of languages) expect([id, lang, wordings[lang] ?? '']).not.toContain('')
  }
})

test('a group of symptoms is no concept', () => {
  const groups = [
    'gastrointestinal',
    'neuropsychiatric',
    'cardiovascular event',
    'sensory disorder',
    'organ disorder',
  ]
  const offered = new Set([...names.values()].map((name) => name.toLowerCase()))
  expect(groups.filter((group) => offered.has(group))).toEqual([])
})

test.each([
  ['en', ['see you tomorrow', 'the parcel arrived late', 'what a lovely song']],
  ['de', ['Guten Morgen zusammen', 'der Zug kommt später', 'danke für die Antwort']],
  ['fr', ['bonjour à tous', 'la pharmacie est fermée', 'où peut-on acheter ça']],
  ['es', ['buenos días a todos', 'el partido empieza a las ocho', 'nos vemos el jueves']],
  ['it', ['il treno parte domani', 'dove si compra', 'ci vediamo giovedì']],
  ['nl', ['bedankt voor het antwoord', 'morgen gaan we naar Utrecht', 'tot ziens allemaal']],
  ['pt', ['bom dia pessoal', 'o jogo começa amanhã', 'a farmácia está fechada']],
])('small talk in %s names nothing', (lang, phrases) => {
  expect(phrases.flatMap((phrase) => rank(phrase, lang, 1))).toEqual([])
})

/** Words that only say whose, how much or that there is none. */
test.each([
  ['fr', 'plus du tout faim', 'loss of appetite'],
  ['es', 'tengo mucha hambre siempre', 'increased appetite'],
  ['es', 'no tengo nada de hambre', 'loss of appetite'],
  ['nl', 'ik heb helemaal geen honger', 'loss of appetite'],
  ['pt', 'eu não consigo mais dormir', 'insomnia'],
  ['it', 'non riesco più a dormire', 'insomnia'],
])('in %s "%s" is %s', (lang, phrase, name) => {
  expect(rank(phrase, lang, 1)[0]?.name).toBe(name)
})
