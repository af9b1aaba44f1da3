import { expect, test } from 'vitest'
import { fold } from '../fold/fold.ts'
import { compileMatcher } from '../match/matcher.ts'
import { readText } from '../reading.ts'
import { loadLists } from '../resources.ts'
import { verdictOf } from './verdict.ts'

const product = (name: string) => ({
  id: name,
  group: name,
  brand: name,
  substance: name,
  own: true,
  names: [],
})
const lists = loadLists()
const matcher = compileMatcher([product('Zorvex'), product('Ambrel')])

/** The verdict on Zorvex, of the listed symptoms alone. */
function reasonOf(text: string, lang = 'en'): string | null {
  const folded = fold(text)
  const reading = readText(folded, matcher.inFolded(folded), lang, lists)
  return verdictOf(reading, 0, reading.events).reasons[0] ?? null
}

test.each([
  ['rash? nope. Zorvex has been kind to me', '-scope.denied'],
  ['no nausea on Zorvex so far', '-scope.denied'],
  ['no nausea from Zorvex', '-scope.denied'],
  ['no nausea on Zorvex but a rash all over', null],
  ['nausea on Zorvex all day', null],
  ['no sex drive since Zorvex', null],
  ['not only nausea, Zorvex gave me hives', null],
  ['they told me I would be dizzy on Zorvex. It didn’t happen, it never did', '-scope.denied'],
  ['could this rash be my new Zorvex?', '+scope.suspected'],
  ['I think the Zorvex gives me headaches', '+scope.suspected'],
  ['I think the Zorvex is overpriced', null],
  ['scared to start Zorvex because of the nausea', '-scope.feared'],
  ['the rash was not from Zorvex', '-scope.elsewhere'],
  ['the rash was not from Ambrel, Zorvex did it', null],
  ['headache again, where is my Zorvex', '-scope.reached'],
  ['Zorvex fixed my headaches', '-scope.relieved'],
  ['headache from Zorvex, took an Advil', null],
])('%s', (text, reason) => {
  expect(reasonOf(text)).toBe(reason)
})

test.each([
  ['de', 'Zorvex seit Mai, keine Übelkeit', '-scope.denied'],
  ['fr', 'aucune nausée avec Zorvex', '-scope.denied'],
  ['es', 'con Zorvex no he tenido náuseas', '-scope.denied'],
  ['it', 'Zorvex da maggio, nessuna nausea', '-scope.denied'],
  ['nl', 'geen misselijkheid van Zorvex', '-scope.denied'],
  ['pt', 'Zorvex desde maio, nenhuma náusea', '-scope.denied'],
  ['es', 'náuseas con Zorvex, no puedo más', null],
])('%s: %s', (lang, text, reason) => {
  expect(reasonOf(text, lang)).toBe(reason)
})
