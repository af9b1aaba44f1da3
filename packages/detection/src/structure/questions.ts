import type { Criteria, Criterion, MissingCriterion } from '@hark/domain'
import { criteria as names } from '@hark/domain'

/**
 * The closed list of questions, one for each criterion and language. They name no illness and no medicine, and ask for the
 * answer in private: a public reply is no channel for health details (GVP VI.B.3).
 */
const questions: Readonly<Record<string, Readonly<Record<Criterion, string>>>> = {
  en: {
    patient: 'Who is your message about (for example their age group)? Please tell us privately, not here.',
    reporter: 'How can our safety team reach you? Please tell us privately, not here.',
    product: 'Which product do you mean, as written on the pack? Please tell us privately, not here.',
    event: 'What would you like to tell us about it? Please tell us privately, not here.',
  },
  de: {
    patient: 'Um wen geht es (zum Beispiel die Altersgruppe)? Bitte antworten Sie uns privat, nicht hier.',
    reporter: 'Wie erreicht Sie unser Sicherheitsteam? Bitte antworten Sie uns privat, nicht hier.',
    product:
      'Welches Produkt meinen Sie, so wie es auf der Packung steht? Bitte antworten Sie uns privat, nicht hier.',
    event: 'Was möchten Sie uns dazu mitteilen? Bitte antworten Sie uns privat, nicht hier.',
  },
  fr: {
    patient: "De qui s'agit-il (par exemple sa tranche d'âge) ? Répondez-nous en privé, pas ici.",
    reporter: 'Comment notre équipe peut-elle vous joindre ? Répondez-nous en privé, pas ici.',
    product: 'De quel produit parlez-vous, tel que nommé sur la boîte ? Répondez-nous en privé, pas ici.',
    event: 'Que souhaitez-vous nous en dire ? Répondez-nous en privé, pas ici.',
  },
  es: {
    patient: '¿De quién se trata (por ejemplo, su grupo de edad)? Respóndanos en privado, no aquí.',
    reporter: '¿Cómo puede contactarle nuestro equipo? Respóndanos en privado, no aquí.',
    product: '¿A qué producto se refiere, tal como figura en el envase? Respóndanos en privado, no aquí.',
    event: '¿Qué desea contarnos al respecto? Respóndanos en privado, no aquí.',
  },
  it: {
    patient: "Di chi si tratta (per esempio la fascia d'età)? Ci risponda in privato, non qui.",
    reporter: 'Come può contattarla il nostro team? Ci risponda in privato, non qui.',
    product: 'A quale prodotto si riferisce, come scritto sulla confezione? Ci risponda in privato, non qui.',
    event: 'Che cosa desidera dirci al riguardo? Ci risponda in privato, non qui.',
  },
  nl: {
    patient: 'Over wie gaat het (bijvoorbeeld de leeftijdsgroep)? Laat het ons privé weten, niet hier.',
    reporter: 'Hoe kan ons team u bereiken? Laat het ons privé weten, niet hier.',
    product: 'Welk product bedoelt u, zoals op de verpakking staat? Laat het ons privé weten, niet hier.',
    event: 'Wat wilt u ons daarover vertellen? Laat het ons privé weten, niet hier.',
  },
  pt: {
    patient: 'De quem se trata (por exemplo, a faixa etária)? Responda-nos em privado, não aqui.',
    reporter: 'Como pode a nossa equipa contactá-lo? Responda-nos em privado, não aqui.',
    product: 'A que produto se refere, tal como está na embalagem? Responda-nos em privado, não aqui.',
    event: 'O que gostaria de nos contar a respeito? Responda-nos em privado, não aqui.',
  },
}

/** What is missing of the four criteria, each with its question in the language of the post, else in English. */
export function missingOf(criteria: Criteria, lang: string): MissingCriterion[] {
  const given = lang in questions ? lang : 'en'
  const table = questions[given] as Record<Criterion, string>
  return names
    .filter((criterion) => criteria[criterion] === null)
    .map((criterion) => ({ criterion, question: `${criterion}.${given}`, text: table[criterion] }))
}
