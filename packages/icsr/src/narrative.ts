import { type Criterion, closeReasons, criteria } from '@hark/domain'
import { toldLine } from './from-text.ts'
import type { IntakeCase, IntakePost } from './intake-packet.ts'
import { withoutPeople } from './without-people.ts'

/** H.1 holds 100,000 characters. */
const LONGEST = 100_000

const names: Record<Criterion, string> = {
  patient: 'an identifiable patient',
  reporter: 'an identifiable reporter',
  product: 'the product',
  event: 'the reaction',
}

/** H.1: where it was read, when, in whose words, what is missing, and what became of the post. Verbatim but for names and addresses. */
export function narrativeOf(c: IntakeCase): string {
  const told = c.posts.filter((p) => p.role !== 'copy')
  const copies = c.posts.length - told.length
  const head = [
    c.practice ? 'PRACTICE: every person, medicine and post in this packet is invented.' : null,
    `Unsolicited report read on public digital media (${[...new Set(c.posts.map((p) => p.platform))].join(', ')}). No person was spoken to; no follow-up was attempted.`,
    `Day 0 ${c.day0} (${c.sender.zone}): ${c.anchor}.`,
    c.conclusion.forwardable
      ? null
      : `NULLIFICATION of a case forwarded before: ${c.conclusion.closeReason ? closeReasons[c.conclusion.closeReason] : 'closed'}.`,
    c.conclusion.validNow
      ? 'The reviewer found all four minimum criteria.'
      : `Not a valid ICSR as it stands. Missing: ${missingOf(c)}.`,
    c.conclusion.special.length > 0
      ? `Special situations: ${c.conclusion.special.join(', ').toLowerCase().replaceAll('_', ' ')}.`
      : null,
    toldLine(c.told),
    copies > 0 ? `${copies} ${copies === 1 ? 'copy' : 'copies'} of the same text are not quoted.` : null,
  ]
  return cut([...head.filter((line) => line !== null), ...told.map(quoteOf)])
}

function missingOf(c: IntakeCase): string {
  const missing = criteria.flatMap((k) => {
    const found = c.conclusion.criteria[k]
    return 'missing' in found ? [`${names[k]} (to ask: ${found.missing})`] : []
  })
  return missing.join('; ') || 'a reaction'
}

function quoteOf(p: IntakePost): string {
  const written = p.postedAt ? `dated ${p.postedAt} by its author` : 'undated'
  const gone = p.removedAt
    ? ` Removed at the source ${p.removedAt} (${p.removalReason ?? 'no reason given'}).`
    : ''
  const words = p.text === null ? '[erased]' : `“${withoutPeople(p.text)}”`
  return `Post on ${p.platform}, ${written}, received ${p.receivedAt}.${gone} Verbatim: ${words}`
}

/** Never silently short: what does not fit is said to be left out. */
function cut(lines: string[]): string {
  const whole = lines.join('\n\n')
  if (whole.length <= LONGEST) return whole
  const note = '\n\n[Cut here: the rest is in the signed case.]'
  return whole.slice(0, LONGEST - note.length).toWellFormed() + note
}
