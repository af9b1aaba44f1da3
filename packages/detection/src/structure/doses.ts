import type { DoseMention } from '@hark/domain'
import type { Folded } from '../fold/fold.ts'
import { figure, isoDuration, numberOf, spanAt, timeUnit } from './units.ts'

/** Words of a unit, folded → UCUM, or `{count}` where a thing is counted. */
const units: readonly [unit: string, words: string][] = [
  ['mg', 'mgs?|milligrams?|milligramm|milligrammes?|miligramos?|miligramas?|milligrammi'],
  ['ug', 'mcgs?|µg|μg|ug|micrograms?|mikrogramm|microgrammes?|microgramos?|microgrammi'],
  ['g', 'g|grams?|gramm|grammes?|gramos?|gramas?|grammi|gram'],
  ['mL', 'mls?|cc'],
  ['[iU]', 'iu|ie|ui|units?|einheiten|unites?|unidades|unita|eenheden'],
  ['{puff}', 'puffs?|hube|hub|bouffees?|inhalaciones'],
  ['{drop}', 'drops?|tropfen|gouttes?|gotas|gocce|druppels?'],
  [
    '{tablet}',
    'tablets?|tabs?|pills?|tabletten?|pillen?|comprimes?|cachets?|pastillas?|comprimidos?|pastiglie|compresse|compressa|pil',
  ],
  ['{capsule}', 'caps|capsules?|kapseln?|gelules?|capsulas?|capsula'],
  ['{patch}', 'patch(?:es)?|pflaster|parches?|cerott[io]|pleisters?|adesivos?'],
  [
    '{dose}',
    'doses?|shots?|jabs?|injections?|spritzen?|injektionen|piqures?|pinchazos?|punture|prikken|injecoes',
  ],
]
const amount = new RegExp(
  `(?<![\\p{L}\\p{N}.,])(${figure})(?: ?[-–] ?(${figure}))? ?(${units.map(([, words]) => words).join('|')})(?![\\p{L}\\p{N}])(?! of (?:urine|blood|water|fluids?|vomit|bile|pus|milk|saline)\\b)`,
  'gu',
)
const unitTests = units.map(([unit, words]) => [unit, new RegExp(`^(?:${words})$`)] as const)

/** "A day" is a frequency beside its amount only: "for a day" and "a day off" are times. */
const each = (unit: string): string =>
  `(?<=(?:^|[^\\p{L}\\p{N}])(?:${figure}) ?(?:(?!(?:hours?|days?|weeks?|months?|years?) )\\p{L}+ ){0,3}|\\b(?:once|twice|thrice|times|days|nights) |\\dx )a ${unit}(?! (?:off|or|later|after|ago|before|in|out)\\b)`
const perDay = `${each('day')}|per day|daily|each day|every day|am tag|taglich|taeglich|pro tag|jeden tag|par jour|tous les jours|chaque jour|al dia|por dia|diarias?|todos los dias|cada dia|al giorno|ogni giorno|tutti i giorni|per dag|daags|elke dag|iedere dag|ao dia|todos os dias`
const perWeek = `${each('week')}|per week|weekly|each week|every week|pro woche|in der woche|jede woche|wochentlich|par semaine|chaque semaine|a la semana|por semana|cada semana|semanal|alla settimana|a settimana|ogni settimana|wekelijks|elke week|iedere week|toda semana`
const perMonth = `${each('month')}|per month|monthly|every month|im monat|jeden monat|monatlich|par mois|chaque mois|al mes|por mes|mensual|al mese|ogni mese|per maand|elke maand|mensal`
const periods: readonly [per: string, words: string][] = [
  ['P1D', perDay],
  ['P1W', perWeek],
  ['P1M', perMonth],
]
const counted = 'x|times|mal|fois|vez(?:es)?|veces|volt[ae]|keer|days|nights|tage|jours|dias|giorni|dagen'
const frequencies = periods.map(
  ([per, words]) =>
    [
      per,
      new RegExp(
        `(?<![\\p{L}\\p{N}])(?:(once|twice|thrice|${figure})(?: ?(?:${counted}))? )?(?:${words})(?![\\p{L}])`,
        'gu',
      ),
    ] as const,
)
const every = new RegExp(
  `\\b(?:every|each|alle|toutes les|tous les|cada|ogni|om de|elke|iedere) (${figure})(?: ?(?:-|to|or|bis|a|o|of|ou) ?(?:${figure}))? ?(${timeUnit}|h|std)(?!\\p{L})`,
  'gu',
)
const everyOther =
  /\b(?:every (?:other|second|2nd) day|jeden zweiten tag|un jour sur deux|un dia si y (?:otro|uno) no|a giorni alterni|om de dag|dia sim,? dia nao|em dias alternados)\b/g
const latin: readonly [RegExp, number, string][] = [
  [/\b(?:bid|b\.i\.d)\b/g, 2, 'P1D'],
  [/\b(?:tid|t\.i\.d|tds)\b/g, 3, 'P1D'],
  [/\b(?:qid|qds)\b/g, 4, 'P1D'],
  [
    /\b(?:qhs|at bedtime|at night|nightly|every night|every morning|each morning|abends|morgens|le soir|le matin|por la noche|cada noche|la sera|'s avonds|a noite)\b/g,
    1,
    'P1D',
  ],
]
const once: ReadonlyMap<string, number> = new Map([
  ['once', 1],
  ['twice', 2],
  ['thrice', 3],
])

/** EDQM-like words, folded; the code is our own closed list. */
const routes: readonly [code: string, pattern: RegExp][] = [
  ['intravenous', /\b(?:iv|intravenous(?:ly)?|infusions?|infused|drip|infusion|perfusion|flebo|infuus)\b/g],
  ['intramuscular', /\b(?:im|intramuscular(?:ly)?)(?= (?:injection|shot|jab|dose|depot))/g],
  ['subcutaneous', /\b(?:subcutaneous(?:ly)?|subcut|sub-?q|pen injection)\b/g],
  [
    'injection',
    /\b(?:injected|injections?|injecting|jabs?|shots?|spritzen?|gespritzt|piqures?|injektion|pinchazos?|iniezion[ei]|puntura|prikken|injecao|injecoes)\b/g,
  ],
  [
    'inhalation',
    /\b(?:inhal(?:er|ed|ation|ing)|puffs?|nebuli[sz]ers?|inhalator|inhalateur|bombinha|puffer)\b/g,
  ],
  ['nasal', /\b(?:snort(?:ed|ing)?|nasal spray|nose spray|nasenspray|up my nose|spray nasal|neusspray)\b/g],
  ['transdermal', /\b(?:patch(?:es)?|pflaster|parches?|cerott[io]|pleisters?|adesivos?)\b/g],
  ['topical', /\b(?:cream|ointment|creme|pomade|pommade|crema|pomata|zalf|pomada|topical(?:ly)?|salbe)\b/g],
  ['ophthalmic', /\b(?:eye drops|augentropfen|collyre|colirio|collirio|oogdruppels)\b/g],
  [
    'rectal',
    /\b(?:suppositor(?:y|ies)|rectal(?:ly)?|zapfchen|suppositoires?|supositorios?|supposte?|zetpil(?:len)?|boof(?:ed|ing))\b/g,
  ],
  ['vaginal', /\b(?:pessar(?:y|ies)|vaginal(?:ly)?)\b/g],
  ['sublingual', /\b(?:under (?:my|the|his|her) tongue|sublingual(?:ly)?)\b/g],
  ['oral', /\b(?:swallowed|by mouth|oral(?:ly)?|geschluckt|avale|tragu?e|ingoiato|geslikt|engoli)\b/g],
]
const changes: readonly [code: string, pattern: RegExp][] = [
  [
    'increase',
    /\b(?:upped|increased?|increasing|(?:dose|dosage|strength|mgs?) (?:has |was |just |then )?(?:went|gone|going|goes) up|(?:went|gone|going) up (?:(?:on|in) (?:my |the |his |her )?(?:dose|dosage|strength)|(?:to|from) [\d.,]+ ?(?:mgs?|mcg|ug|ml|units?))|raised|doubled|titrat(?:ed|ing) up|bumped up|higher dose|erhoht|hochdosiert|augmente|doublee?|subi(?:eron|da)?|aumentad[oa]|aumentaram|aumentat[oa]|verhoogd|aumentei)\b/g,
  ],
  [
    'decrease',
    /\b(?:lowered|reduced|reducing|halved|went down to|dropped (?:to|from)|cut (?:to|down)|taper(?:ed|ing)?|wean(?:ed|ing)?|lower dose|reduziert|ausschleichen|diminue|reduit|bajaron|baje|reducido|ridotto|scalato|scalando|verlaagd|afbouwen|afgebouwd|diminui|reduzi)\b/g,
  ],
  [
    'switch',
    /\b(?:switched|swapped|changed (?:me )?(?:to|from|over)|umgestellt|gewechselt|cambie|cambiaron|cambiato|overgestapt|troquei)\b/g,
  ],
  [
    'stop',
    /\b(?:(?<!\b(?:heart|breathing|baby|bleeding|periods?|pains?|rash|hives|itch(?:ing)?|nausea|vomiting|headaches?|migraines?|hair|kicks|symptoms?|everything) (?:has |have |had |just |suddenly |finally |never )?)stopped(?! (?:(?!(?:taking|using|injecting|swallowing|popping|having|wearing|applying|giving|getting)\b)[a-z]+ing|me|him|her|at|by|in)\b)|quit|discontinued|came off|taken off|took me off|abgesetzt|arrete|deje|dejado|smesso|sospeso|gestopt|parei)\b/g,
  ],
  [
    'restart',
    /\b(?:restarted|re-started|back on|started again|wieder angefangen|repris|retome|ripreso|ricominciato|weer begonnen|voltei a tomar)\b/g,
  ],
]
const mostOfAKind = 6

/** One look rules out what most posts have none of. */
const anyOf = (patterns: readonly RegExp[]): RegExp =>
  new RegExp(patterns.map(({ source }) => source).join('|'), 'u')
const anyUnit = new RegExp(
  `(?:[\\d ]|^)(?:${units.map(([, words]) => words).join('|')})(?![\\p{L}\\p{N}])`,
  'u',
)
const anyPeriod = anyOf([
  new RegExp(`(?<!\\p{L})(?:${periods.map(([, words]) => words).join('|')})`, 'u'),
  every,
  everyOther,
  ...latin.map(([pattern]) => pattern),
])
const anyRoute = anyOf(routes.map(([, pattern]) => pattern))
const anyChange = anyOf(changes.map(([, pattern]) => pattern))

type Put = (hit: RegExpExecArray, kind: DoseMention['kind'], given: Partial<DoseMention>) => void

function quantityOf(hit: RegExpExecArray): DoseMention['quantity'] {
  const unit = unitTests.find(([, test]) => test.test(hit[3] ?? ''))?.[0]
  const value = numberOf(hit[2] ?? hit[1])
  return unit && value !== null ? { value, unit } : null
}

function readFrequencies(text: string, put: Put): void {
  for (const hit of text.matchAll(everyOther)) put(hit, 'frequency', { times: 1, per: 'P2D' })
  for (const hit of text.matchAll(every)) {
    const per = isoDuration(numberOf(hit[1]) ?? 1, hit[2] === 'h' ? 'hours' : (hit[2] ?? ''))
    put(hit, 'frequency', { times: 1, per })
  }
  for (const [per, pattern] of frequencies)
    for (const hit of text.matchAll(pattern))
      put(hit, 'frequency', { times: hit[1] ? (once.get(hit[1]) ?? numberOf(hit[1])) : 1, per })
  for (const [pattern, times, per] of latin)
    for (const hit of text.matchAll(pattern)) put(hit, 'frequency', { times, per })
}

/** Amounts, frequencies, routes and changes of dose. A weight in kilograms or a sum of money is none. */
export function dosesOf(folded: Folded): DoseMention[] {
  const { text } = folded
  const found: DoseMention[] = []
  const put: Put = (hit, kind, given) => {
    if (found.filter((other) => other.kind === kind).length >= mostOfAKind) return
    const span = spanAt(folded, hit.index, hit.index + hit[0].trimEnd().length)
    if (found.some((other) => other.kind === kind && other.start < span.end && other.end > span.start)) return
    found.push({ ...span, kind, quantity: null, times: null, per: null, code: null, ...given })
  }
  if (anyUnit.test(text))
    for (const hit of text.matchAll(amount)) put(hit, 'amount', { quantity: quantityOf(hit) })
  if (anyPeriod.test(text)) readFrequencies(text, put)
  if (anyRoute.test(text))
    for (const [code, pattern] of routes)
      for (const hit of text.matchAll(pattern)) put(hit, 'route', { code })
  if (anyChange.test(text))
    for (const [code, pattern] of changes)
      for (const hit of text.matchAll(pattern)) put(hit, 'change', { code })
  return found.sort((a, b) => a.start - b.start || a.end - b.end || (a.kind < b.kind ? -1 : 1))
}
