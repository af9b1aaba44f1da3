import type { Template } from '../template.ts'

/** For suicidality and danger to life: help first, then the hand-off (field-guide §6.2). */
type Words = { lang: string; name: string; body: string; danger: string; hcp: string; privacy: string }

const words: Words[] = [
  {
    lang: 'en',
    name: 'Emergency or suicidality (English)',
    body: 'We are concerned about you. In danger? Call {emergency} now. To talk: {crisis_line}. Please see a doctor. Our safety team: {pv_contact}. Or report to {regulator}. Please post no health details here. – {company}',
    danger: 'In danger? Call {emergency} now.',
    hcp: 'Please see a doctor.',
    privacy: 'Please post no health details here.',
  },
  {
    lang: 'de',
    name: 'Notfall oder Suizidalität (Deutsch)',
    body: 'Wir sorgen uns um Sie. In Gefahr? Bitte sofort {emergency} wählen. Zum Reden: {crisis_line}. Bitte holen Sie ärztliche Hilfe. Unsere Arzneimittelsicherheit: {pv_contact}. Meldestelle: {regulator}. Bitte hier keine Gesundheitsdaten. – {company}',
    danger: 'In Gefahr? Bitte sofort {emergency} wählen.',
    hcp: 'Bitte holen Sie ärztliche Hilfe.',
    privacy: 'Bitte hier keine Gesundheitsdaten.',
  },
  {
    lang: 'fr',
    name: 'Urgence ou idées suicidaires (français)',
    body: 'Nous pensons à vous. En danger ? Appelez le {emergency}. Pour parler : {crisis_line}. Voyez vite un médecin. Pharmacovigilance : {pv_contact}. Voie officielle : {regulator}. Merci de ne publier ici aucun détail de santé. – {company}',
    danger: 'En danger ? Appelez le {emergency}.',
    hcp: 'Voyez vite un médecin.',
    privacy: 'Merci de ne publier ici aucun détail de santé.',
  },
  {
    lang: 'es',
    name: 'Emergencia o ideas suicidas (español)',
    body: 'Nos preocupa cómo está. ¿En peligro? Llame ya al {emergency}. Para hablar: {crisis_line}. Acuda a un médico. Farmacovigilancia: {pv_contact}. Vía oficial: {regulator}. Por favor, no publique aquí datos de salud. – {company}',
    danger: '¿En peligro? Llame ya al {emergency}.',
    hcp: 'Acuda a un médico.',
    privacy: 'Por favor, no publique aquí datos de salud.',
  },
  {
    lang: 'it',
    name: 'Emergenza o pensieri suicidi (italiano)',
    body: 'Siamo in pensiero per lei. In pericolo? Chiami subito il {emergency}. Per parlare: {crisis_line}. Si rivolga a un medico. Farmacovigilanza: {pv_contact}. Canale ufficiale: {regulator}. Non pubblichi qui dati di salute. – {company}',
    danger: 'In pericolo? Chiami subito il {emergency}.',
    hcp: 'Si rivolga a un medico.',
    privacy: 'Non pubblichi qui dati di salute.',
  },
]

export const emergencies: readonly Template[] = words.map((w) => ({
  id: `emergency.${w.lang}`,
  kind: 'emergency',
  name: w.name,
  lang: w.lang,
  version: '2026.11',
  effectiveFrom: '2026-11-01T00:00:00Z',
  expiresAt: '2027-11-01T00:00:00Z',
  body: w.body,
  choices: {},
  mandatory: [
    { part: 'emergency', text: w.danger },
    { part: 'crisis_line', text: '{crisis_line}' },
    { part: 'identity', text: '{company}' },
    { part: 'pv_contact', text: '{pv_contact}' },
    { part: 'regulator', text: '{regulator}' },
    { part: 'hcp', text: w.hcp },
    { part: 'privacy', text: w.privacy },
  ],
}))
