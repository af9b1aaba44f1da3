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
  ['thought it was the Zorvex but the rash was a mite', '-scope.elsewhere'],
  ['on Zorvex but this headache is the wine’s fault', '-scope.elsewhere'],
  ['on Zorvex but this headache is new', null],
  ['if I were on Zorvex I would be so dizzy', '-scope.feared'],
  ['three of them discontinued because of nausea, all on Zorvex', '+scope.suspected'],
  ['nobody warned me Zorvex would make my head ache', '+scope.suspected'],
  ['dizzy all day, never had that before Zorvex', '+scope.suspected'],
  ['dizzy all day, never had that looked at', null],
  ['they said it wouldn’t make me dizzy on Zorvex but it did', '+scope.suspected'],
  ['the rash was not from Ambrel, Zorvex did it', null],
  ['headache again, where is my Zorvex', '-scope.reached'],
  ['Zorvex fixed my headaches', '-scope.relieved'],
  ['headache from Zorvex, took an Advil', null],
  ['Nausea has, to our knowledge, never been reported with Zorvex.', '-scope.denied'],
  ['However, nausea was not observed with Zorvex.', '-scope.denied'],
  ['A patient had nausea on Zorvex that has not been described before.', null],
  ['This nausea on Zorvex has not been reported.', null],
  ['We report a case of nausea with Zorvex; a rash was not seen.', null],
  ['None of the 40 patients on Zorvex developed a rash.', '-scope.denied'],
  ['none of the doctors knew what to make of my rash on Zorvex', null],
  ['No rash, vomiting or headache occurred under Zorvex.', '-scope.denied'],
  ['No rash, but vomiting and headache occurred under Zorvex.', null],
  ['Zorvex failed to induce vomiting.', '-scope.denied'],
  ['Zorvex never fails to induce vomiting.', null],
  ['After Zorvex her tests were negative for hepatitis.', '-scope.denied'],
  ['Other causes of the rash on Zorvex were ruled out.', null],
  ['No recurrence of the rash was seen with Zorvex.', '-scope.denied'],
  ['No recurrence of the rash was seen after discontinuation of Zorvex.', null],
  ['Vomiting was due to the flu rather than to Zorvex.', '-scope.elsewhere'],
  ['The vomiting was due to Zorvex rather than to the flu.', null],
  ['It is unlikely that the rash was caused by Zorvex.', '-scope.elsewhere'],
  ['The rash was a coincidence, Zorvex goes on.', '-scope.elsewhere'],
  ['never heard of anyone getting a rash from Zorvex', '-scope.denied'],
  ['doc ruled out a stroke, so Zorvex stays', '-scope.denied'],
  ['no more headaches than before Zorvex', '-scope.denied'],
  ['some get a headache from Zorvex but not me', '-scope.denied'],
  ['no one on our ward vomited but for me, on Zorvex', null],
  ['sick as a dog after the flu jab, rash after Zorvex', null],
  ['In patients with hypertension Zorvex caused no rash.', '-scope.denied'],
  ['I take Zorvex for my migraine. No rash so far.', '-scope.denied'],
  ['I take Zorvex for my migraine.', null],
  ['I had a migraine after Zorvex. No rash.', null],
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
  ['de', 'Übelkeit wurde unter Zorvex bisher nicht beobachtet', '-scope.denied'],
  ['fr', 'aucun cas de nausée avec Zorvex', '-scope.denied'],
  ['es', 'ningún paciente con Zorvex presentó náuseas', '-scope.denied'],
  ['it', 'nessun caso di nausea con Zorvex', '-scope.denied'],
  ['nl', 'misselijkheid is bij Zorvex nooit gemeld', '-scope.denied'],
  ['pt', 'nenhum caso de náusea com Zorvex', '-scope.denied'],
  ['de', 'Übelkeit unter Zorvex wurde nicht behandelt', null],
])('%s: %s', (lang, text, reason) => {
  expect(reasonOf(text, lang)).toBe(reason)
})
