import type { Template } from '../template.ts'

/** The words of one language; everything else is the same in all (field-guide §6.2). */
type Words = { lang: string; name: string; greetings: string[]; body: string; hcp: string; privacy: string }

const words: Words[] = [
  {
    lang: 'en',
    name: 'Acknowledge and hand off (English)',
    greetings: ['Hello,', 'Hi,', 'Good day,'],
    body: '{greeting} thank you for telling us. We take safety seriously. Please contact our safety team: {pv_contact}. Or report to {regulator}. For medical questions, ask your doctor or pharmacist. Please post no health details here. – {company}',
    hcp: 'For medical questions, ask your doctor or pharmacist.',
    privacy: 'Please post no health details here.',
  },
  {
    lang: 'de',
    name: 'Dank und Weiterleitung (Deutsch)',
    greetings: ['Guten Tag,', 'Hallo,'],
    body: '{greeting} danke für Ihre Nachricht. Bitte wenden Sie sich an unsere Arzneimittelsicherheit: {pv_contact}. Meldestelle: {regulator}. Medizinische Fragen klärt die Arztpraxis oder Apotheke. Bitte posten Sie hier keine Gesundheitsdaten. – {company}',
    hcp: 'Medizinische Fragen klärt die Arztpraxis oder Apotheke.',
    privacy: 'Bitte posten Sie hier keine Gesundheitsdaten.',
  },
  {
    lang: 'fr',
    name: 'Accusé de réception et orientation (français)',
    greetings: ['Bonjour,', 'Bonsoir,'],
    body: '{greeting} merci de votre message. Contactez notre pharmacovigilance : {pv_contact}. Voie officielle : {regulator}. Pour une question médicale, parlez à un médecin ou pharmacien. Merci de ne publier ici aucun détail de santé. – {company}',
    hcp: 'Pour une question médicale, parlez à un médecin ou pharmacien.',
    privacy: 'Merci de ne publier ici aucun détail de santé.',
  },
  {
    lang: 'es',
    name: 'Acuse de recibo y derivación (español)',
    greetings: ['Hola,', 'Buenos días,', 'Buenas tardes,'],
    body: '{greeting} gracias por avisarnos. Contacte con nuestra farmacovigilancia: {pv_contact}. Vía oficial: {regulator}. Para preguntas médicas, consulte a su médico o farmacéutico. Por favor, no publique aquí datos de salud. – {company}',
    hcp: 'Para preguntas médicas, consulte a su médico o farmacéutico.',
    privacy: 'Por favor, no publique aquí datos de salud.',
  },
  {
    lang: 'it',
    name: 'Conferma e indirizzamento (italiano)',
    greetings: ['Buongiorno,', 'Salve,', 'Buonasera,'],
    body: '{greeting} grazie per averci scritto. Contatti la nostra farmacovigilanza: {pv_contact}. Canale ufficiale: {regulator}. Per domande mediche si rivolga al medico o al farmacista. Per favore, non pubblichi qui dati di salute. – {company}',
    hcp: 'Per domande mediche si rivolga al medico o al farmacista.',
    privacy: 'Per favore, non pubblichi qui dati di salute.',
  },
]

export const acknowledgements: readonly Template[] = words.map((w) => ({
  id: `handoff.${w.lang}`,
  kind: 'acknowledgement',
  name: w.name,
  lang: w.lang,
  version: '2026.11',
  effectiveFrom: '2026-11-01T00:00:00Z',
  expiresAt: '2027-11-01T00:00:00Z',
  body: w.body,
  choices: { greeting: w.greetings },
  mandatory: [
    { part: 'identity', text: '{company}' },
    { part: 'pv_contact', text: '{pv_contact}' },
    { part: 'regulator', text: '{regulator}' },
    { part: 'hcp', text: w.hcp },
    { part: 'privacy', text: w.privacy },
  ],
}))
