import type { PriorityFlag, SpecialSituation } from '@hark/domain'
import { priorityNames, seriousnessNames, specialNames, wordsOf } from './names.ts'
import { wordingOf } from './wording.ts'

const names: Record<string, string> = {
  'event.beside_denied': 'names one event beside others that it denies',
  'event.strong': 'names a clear adverse event',
  'event.plain': 'names a possible adverse event',
  'event.weak': 'names a vague complaint',
  'event.near_product': 'event and product stand close together',
  'event.caused': 'says the product caused it',
  'event.sarcastic': 'sounds sarcastic',
  'event.indication': 'names what it is taken for',
  'event.improved': 'says something got better',
  'event.negated': 'says it did not happen',
  'known.use': 'names what such a medicine is taken for',
  'known.effect': 'names what such a medicine is known to do',
  'event.hypothetical': 'speaks of what might happen',
  'event.asked': 'asks a question',
  'event.asked_in_general': 'asks in general, about nobody',
  'scope.denied': 'says as a whole that nothing happened',
  'scope.elsewhere': 'lays what happened to something else',
  'scope.feared': 'fears what has not happened, before it is taken',
  'scope.reached': 'reaches for the product because of it',
  'scope.relieved': 'says the product made it better',
  'scope.suspected': 'suspects the product of it',
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
  'thread.me_too': 'agrees with the post it answers (“me too”): a person must look',
  'product.in_thread': 'the product is named in its thread, not in the post',
  'product.in_link': 'the product is named in an address only',
  'product.unknown': 'no product could be read',
  'product.unreadable': 'a script in which the product’s name may have gone unseen',
  'product.concomitant': 'the product is taken beside another that may be to blame',
  'product.relief': 'the product is named as what helps',
  'product.compared': 'the product is named to compare',
  'reads_as.negated': 'reads like a post that says nothing happened',
  'reads_as.indication': 'reads like a post on what it is taken for',
  'reads_as.benefit': 'reads like praise',
  'reads_as.hypothetical': 'reads like a post on what might happen',
  'reads_as.question': 'reads like a question',
  'reads_as.advert': 'reads like an advert',
  'reads_as.news': 'reads like news',
  'reads_as.general': 'reads like a general remark, about nobody',
  'reads_as.research': 'reads like research',
  'reads_as.joke': 'reads like a joke',
  'reads_as.other_cause': 'reads as if something else were the cause',
  'reads_as.lookalike': 'reads as if the name meant something else',
  'reads_as.everyday': 'reads like everyday talk',
}

export type Reasons = { raised: string[]; lowered: string[]; sent: string[]; noted: string[] }

/**
 * Codes of a finding in words: what raised its score, what lowered it, what sent it to a person whatever the score, and what to know
 * beside. Pieces of the text that weighed (`+words:gave me a`) become one reason that quotes them.
 */
export function reasonsInWords(codes: readonly string[]): Reasons {
  const plain = codes.filter((c) => !/^[+-]/.test(c))
  const about = (code: string) => code.startsWith('product.')
  return {
    raised: weighed(codes, '+', 'wording often found in reports'),
    lowered: weighed(codes, '-', 'wording seldom found in reports'),
    sent: plain.filter((c) => !about(c)).map(inWords),
    noted: plain.filter(about).map(inWords),
  }
}

const WORDS = 'words:'

function weighed(codes: readonly string[], sign: '+' | '-', found: string): string[] {
  const own = codes.filter((c) => c.startsWith(sign)).map((c) => c.slice(1))
  const pieces = own.filter((c) => c.startsWith(WORDS)).map((c) => c.slice(WORDS.length))
  const wording = wordingOf(pieces, found)
  const named = own.filter((c) => !c.startsWith(WORDS)).map(inWords)
  return [...new Set([...named, ...(wording ? [wording] : [])])]
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
