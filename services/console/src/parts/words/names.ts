import type { Criterion, EvidenceKind, Lane, PriorityFlag, Seriousness, SpecialSituation } from '@hark/domain'

export const seriousnessNames: Record<Seriousness, string> = {
  DEATH: 'Death',
  LIFE_THREATENING: 'Life-threatening',
  HOSPITALISATION: 'Hospitalisation',
  DISABILITY: 'Disability',
  CONGENITAL: 'Congenital anomaly',
  MEDICALLY_IMPORTANT: 'Medically important',
}

export const specialNames: Record<SpecialSituation, string> = {
  PREGNANCY_MATERNAL: 'Pregnancy (mother)',
  PREGNANCY_PATERNAL: 'Pregnancy (father)',
  LACTATION: 'Breast-feeding',
  OVERDOSE: 'Overdose',
  ABUSE: 'Abuse',
  MISUSE: 'Misuse',
  OFF_LABEL: 'Off-label use',
  MEDICATION_ERROR: 'Medication error',
  OCCUPATIONAL: 'Occupational exposure',
  LACK_OF_EFFICACY: 'Lack of efficacy',
  INFECTIOUS_AGENT: 'Infection through the product',
  UNEXPECTED_BENEFIT: 'Unexpected benefit',
  INTERACTION: 'Interaction',
  FALSIFIED: 'Suspected falsified',
  PQC: 'Quality complaint',
  EXPIRED: 'Expired product',
  PAEDIATRIC: 'Use in a child',
  ELDERLY: 'Use in the elderly',
}

export const priorityNames: Record<PriorityFlag, string> = {
  DEATH: 'death',
  SUICIDALITY: 'suicidality',
  LIFE_THREATENING: 'life-threatening',
  PREGNANCY: 'pregnancy',
  CHILD: 'child',
  WITHDRAWAL_DEPENDENCE: 'withdrawal or dependence',
}

export const laneNames: Record<Lane, string> = {
  crisis: 'Crisis',
  priority: 'Priority',
  standard: 'Standard',
  sample: 'Samples',
}

export const criterionNames: Record<Criterion, string> = {
  patient: 'Patient',
  reporter: 'Reporter',
  product: 'Product',
  event: 'Event',
}

/** The question that would complete a missing criterion; a reviewer changes it to fit. */
export const criterionQuestions: Record<Criterion, string> = {
  patient: 'Who took it: age, age group, sex or initials?',
  reporter: 'Who tells this, and how can the person be reached?',
  product: 'Which medicine exactly (brand or active substance)?',
  event: 'What happened, in the person’s own words?',
}

export const evidenceNames: Partial<Record<EvidenceKind, string>> = {
  causal: 'says one caused the other',
  negation: 'negated',
  indication: 'what it is taken for',
  hypothesis: 'hypothetical',
  quoted: 'quotes somebody else',
}

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'code' })

/** "German" for `de`; "unknown language" for `und` or nothing. */
export function languageName(code: string | null): string {
  if (!code || code === 'und') return 'unknown language'
  try {
    return languages.of(code) ?? code
  } catch {
    return code
  }
}

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' })

/** "Germany" for `DE`; what is no code stays as it is written. */
export const marketName = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code

/** A dotted code as words, for codes that carry their own meaning: `language.unknown` → "Language unknown". */
export const wordsOf = (code: string): string => {
  const words = code
    .replace(/[._:]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const platformNames: Record<string, string> = {
  practice: 'Practice',
  bluesky: 'Bluesky',
  x: 'X',
  mastodon: 'Mastodon',
  reddit: 'Reddit',
  youtube: 'YouTube',
  facebook: 'Facebook',
  instagram: 'Instagram',
  linkedin: 'LinkedIn',
  feed: 'Feed',
  podcast: 'Podcast',
  discourse: 'Forum',
  internal: 'Internal',
  file: 'File import',
}
export const platformName = (platform: string): string => platformNames[platform] ?? platform
