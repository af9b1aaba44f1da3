import type { PriorityFlag, SpecialSituation } from '@hark/domain'
import { priorityNames, seriousnessNames, specialNames, wordsOf } from './names.ts'

const names: Record<string, string> = {
  'event.strong': 'names a clear adverse event',
  'event.plain': 'names a possible adverse event',
  'event.weak': 'names a vague complaint',
  'event.near_product': 'event and product stand close together',
  'event.caused': 'says the product caused it',
  'event.sarcastic': 'sounds sarcastic',
  'event.indication': 'names what it is taken for',
  'event.improved': 'says something got better',
  'event.negated': 'says it did not happen',
  'event.hypothetical': 'speaks of what might happen',
  'event.asked': 'asks a question',
  'event.asked_in_general': 'asks in general, about nobody',
  'voice.first_person': 'speaks of the author',
  'voice.other_patient': 'speaks of another person',
  'voice.exposure': 'says somebody took it',
  'voice.crowd': 'speaks of many people',
  causal: 'links product and event',
  'causal.explicit': 'says one caused the other',
  seriousness: 'names a serious outcome',
  'seriousness.of_a_patient': 'a patient with a serious outcome',
  benefit: 'praises the product',
  advert: 'reads like an advert',
  news: 'reads like news',
  quoted: 'quotes somebody else',
  link: 'is mostly a link',
  'medicines.many': 'lists many medicines',
  'tone.negative': 'negative tone',
  'tone.positive': 'positive tone',
  'media.only': 'only an image, video or sound: a person must look',
  'language.unknown': 'unknown language: a person must look',
  'product.in_thread': 'the product is named in its thread',
  'product.unknown': 'no product could be read',
}

/** Codes of a finding in words: what raised its score, what lowered it, what sent it to a person whatever the score. */
export function reasonsInWords(codes: readonly string[]): {
  raised: string[]
  lowered: string[]
  sent: string[]
} {
  const of = (sign: string) => codes.filter((c) => c.startsWith(sign)).map((c) => inWords(c.slice(1)))
  return { raised: of('+'), lowered: of('-'), sent: codes.filter((c) => !/^[+-]/.test(c)).map(inWords) }
}

function inWords(code: string): string {
  const [kind, name = ''] = code.split('.')
  if (kind === 'special') return specialNames[name as SpecialSituation]?.toLowerCase() ?? wordsOf(name)
  if (kind === 'priority') return priorityNames[name as PriorityFlag] ?? wordsOf(name)
  return names[code] ?? wordsOf(code).toLowerCase()
}

/** The product that some words stand for, unless they are its name already. */
export const productInWords = (brand: string, text: string): string | null =>
  text.toLowerCase() === brand.toLowerCase() ? null : brand

const codeNames: Record<string, string> = { ...seriousnessNames, ...specialNames, ...priorityNames }

/** What a piece of evidence supports, unless it only repeats the words themselves or is the bare number of a vocabulary. */
export function noteInWords(note: string | undefined, text: string): string | null {
  if (!note || note.toLowerCase() === text.toLowerCase() || /^[A-Z]+:\d+$/.test(note)) return null
  return codeNames[note]?.toLowerCase() ?? wordsOf(note).toLowerCase()
}
