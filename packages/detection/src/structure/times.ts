import type { TimeMention } from '@hark/domain'
import type { Folded } from '../fold/fold.ts'
import { figure, isoDuration, numberOf, spanAt, timeUnit } from './units.ts'

const fuzzy =
  '(?:a |the |last |past |first |about |around |like |ca |etwa |environ |casi |quasi |ongeveer |quase )*'
const stretch = new RegExp(
  `(?<![\\p{L}\\p{N}.,/])(${figure})(?: of)?(?: ?(?:-|to|or|bis|a|of) ?(${figure}))?[ -]?(${timeUnit})(?![\\p{L}\\p{N}])`,
  'gu',
)
const few = new RegExp(
  `\\b(?:few|several|einigen?|paar|quelques|unos|unas|alcun[ie]|pochi|poche|alguns|algumas) (${timeUnit})\\b`,
  'g',
)
const numbered =
  /\b(days?|weeks?|wk|months?|tag|woche|monat|jour|semaine|mois|dia|semana|mes|giorno|settimana|mese|dag|week|maand) (\d{1,3})\b(?![.,]?\d|mg)/g
const after =
  /^ ?(?:after|into|in\b|later|post\b|past\b|nach|apres|despues|tras|dopo|na\b|depois|apos|on\b|spater|plus tard|mas tarde|after)/
const ago = /^ ?(?:ago|back\b|geleden|fa\b|atras)/
const beforeAgo = new RegExp(`\\b(?:vor|il y a|hace|ha)(?: \\p{L}+)? ${fuzzy}$`, 'u')
const beforeOnset = new RegExp(
  `\\b(?:after|within|nach|binnen|innerhalb|apres|en moins de|tras|despues de|dopo|entro|na|binnen|depois de|apos|in) ${fuzzy}$`,
)
const beforeDuration = new RegExp(
  `\\b(?:for|lasted|lasts|over|seit|pendant|depuis|durante|desde hace|llevo|per|da|voor|al|por|ha|lang|gedurende) ${fuzzy}$`,
)

/** Lead and tail, by language: what was stopped and got better, or begun again and came back. */
const stopped =
  '(?:stopp?ed|quit|came off|off it|off the|discontinued|coming off|since stopping|after stopping|abgesetzt|absetzen|aufgehort|arrete|arret|deje|dejar|suspendi|smesso|sospeso|gestopt|stoppen|parei|parar)'
const better =
  '(?:went away|gone|go away|goes away|cleared(?: up)?|disappeared|stopped|vanished|back to (?:normal|myself|himself|herself)|better|resolved|eased|weg|verschwunden|besser|vorbei|disparu|mieux|passe|parti|desaparecio|desaparecieron|se fue|se fueron|mejor|sparit[oaie]|meglio|passat[oaie]|verdwenen|over|beter|sumiu|sumiram|melhor|passou)'
const again =
  '(?:(?:re-?start(?:ed)?|started (?:it |them )?again|back on(?: it)?|tried (?:it )?again|took (?:it )?again|wieder (?:genommen|angefangen)|repris|recommence|volvi a tomar|retome|ripreso|ricominciato|weer begonnen|opnieuw|voltei a tomar|tomei de novo))'
const returned =
  '(?:came (?:right |straight )?back|come back|returned|back again|again|same thing|wieder da|kam(?:en)? wieder|zuruck|revenu[es]?|de retour|volvio|volvieron|regreso|tornat[oaie]|terug|voltou|voltaram)'
const challenges: readonly ['dechallenge' | 'rechallenge', RegExp][] = [
  ['rechallenge', new RegExp(`\\b${again}\\b[^.!?\\n]{0,60}?\\b${returned}\\b`, 'g')],
  ['dechallenge', new RegExp(`\\b${stopped}\\b[^!?\\n]{0,80}?\\b${better}\\b`, 'g')],
  [
    'dechallenge',
    new RegExp(
      `\\b${better}\\b[^.!?\\n]{0,40}?\\b(?:after|when|once|since|as soon as|nachdem|seit|apres|cuando|dopo|toen|nadat|depois|quando)\\b[^.!?\\n]{0,25}?\\b${stopped}\\b`,
      'g',
    ),
  ],
]
const since =
  /\b(?:since|ever since|seitdem|seit|depuis|desde|da quando|sinds|desde que) (?!hace)(?:then|(?:i |we |he |she |they |ich |je |yo |ho |ik |eu )?\p{L}+(?: \p{L}+)?)/gu
const mostOfAKind = 8
const anyChallenge = new RegExp(`\\b(?:${stopped}|${again})\\b`)
const anyUnit = new RegExp(`[\\d -](?:${timeUnit})(?!\\p{L})`, 'u')

function kindOf(text: string, from: number, to: number): TimeMention['kind'] {
  const lead = text.slice(Math.max(0, from - 36), from)
  const tail = text.slice(to, to + 14)
  if (/desde hace $/.test(lead)) return 'duration'
  if (ago.test(tail) || beforeAgo.test(lead)) return 'ago'
  if (beforeDuration.test(lead)) return 'duration'
  if (after.test(tail) || beforeOnset.test(lead)) return 'onset'
  return 'duration'
}

/** When and for how long, with ISO 8601 durations; ages and gestations are described with the patient. */
export function timesOf(folded: Folded, taken: readonly { from: number; to: number }[]): TimeMention[] {
  const { text } = folded
  const found: (TimeMention & { from: number; to: number })[] = []
  const put = (
    from: number,
    to: number,
    kind: TimeMention['kind'],
    value: string | null,
    upTo: string | null,
  ) => {
    if (taken.some((other) => other.from < to && other.to > from)) return
    if (
      found.some(
        (other) =>
          other.from < to && other.to > from && other.kind !== 'dechallenge' && other.kind !== 'rechallenge',
      )
    )
      return
    if (found.filter((other) => other.kind === kind).length < mostOfAKind)
      found.push({ ...spanAt(folded, from, to), kind, value, upTo, from, to })
  }
  for (const [kind, pattern] of anyChallenge.test(text) ? challenges : [])
    for (const hit of text.matchAll(pattern)) {
      const to = hit.index + hit[0].length
      if (!found.some((other) => other.from < to && other.to > hit.index))
        put(hit.index, to, kind, null, null)
    }
  if (anyUnit.test(text) || /\d/.test(text)) {
    for (const hit of text.matchAll(numbered))
      put(hit.index, hit.index + hit[0].length, 'point', isoDuration(Number(hit[2]), hit[1] ?? ''), null)
    for (const hit of text.matchAll(stretch)) put(...stretched(text, hit))
    for (const hit of text.matchAll(few))
      put(
        hit.index,
        hit.index + hit[0].length,
        kindOf(text, hit.index, hit.index + hit[0].length),
        null,
        null,
      )
  }
  for (const hit of text.matchAll(since)) put(hit.index, hit.index + hit[0].length, 'since', null, null)
  return found
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .map(({ from: _, to: __, ...mention }) => mention)
}

function stretched(
  text: string,
  hit: RegExpExecArray,
): [number, number, TimeMention['kind'], string | null, string | null] {
  const [whole, low, high, unit = ''] = hit
  const from = hit.index
  const to = from + whole.length
  const first = numberOf(low)
  const last = numberOf(high)
  return [
    from,
    to,
    kindOf(text, from, to),
    first === null ? null : isoDuration(first, unit),
    last === null ? null : isoDuration(last, unit),
  ]
}
