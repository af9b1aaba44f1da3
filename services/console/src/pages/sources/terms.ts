/** A manifest of terms as people say it, in the order it matters; what is not in this list is not shown. */
export function termsInWords(policy: Record<string, unknown>): [name: string, words: string][] {
  const p = policy as Manifest
  const told: [string, string | null][] = [
    ['Text', p.mayStoreText ? 'may be stored' : 'may not be stored'],
    [
      'Kept',
      p.retentionDays == null
        ? 'no limit in the terms'
        : `${p.retentionDays} days, unless the platform shows it again`,
    ],
    [
      'Deletions',
      p.deletionSlaHours == null ? null : `followed within ${p.deletionSlaHours} hours of being known`,
    ],
    [
      'Looked after',
      p.recheckHours == null
        ? 'nobody is asked; only what the source itself tells is known'
        : askedAfter(p.recheckHours, p.recheckHoursListening),
    ],
    ['A flagged post', p.holdForSafety ? (holds[p.holdForSafety] ?? null) : null],
    [
      'Health',
      p.mayInferHealth === false ? 'nothing may be inferred without a permission' : 'may be inferred',
    ],
    ['Training', p.mayTrain ? 'models may learn from it' : 'no model learns from it'],
    [
      'Replies',
      p.mayReply
        ? `possible. ${p.replyCondition ?? ''}`.trim()
        : `none from here. ${p.replyCondition ?? ''}`.trim(),
    ],
    ['Passed on', p.exportAllowed === 'ids' ? 'only ids; exports leave the words out' : 'whole, in exports'],
    ['Permission', p.needsPermissionReference ? 'must be on file' : 'none asked for'],
  ]
  return told.filter((row): row is [string, string] => row[1] !== null)
}

type Manifest = {
  mayStoreText?: boolean
  retentionDays?: number | null
  deletionSlaHours?: number
  recheckHours?: number | null
  recheckHoursListening?: number
  holdForSafety?: string
  mayInferHealth?: boolean
  mayTrain?: boolean
  mayReply?: boolean
  replyCondition?: string | null
  exportAllowed?: string
  needsPermissionReference?: boolean
}

const holds: Record<string, string> = {
  legal_duty: 'is held after its deletion as far as safety law asks',
  with_permission: 'is held after its deletion only under the platform’s permission',
  never: 'goes with its deletion; its facts are transcribed before',
}

const askedAfter = (hours: number, listening = hours): string =>
  listening === hours
    ? `every post is asked after each ${spanOf(hours)}`
    : `deletions are pushed to us; every post is asked after each ${spanOf(listening)}, and each ${spanOf(hours)} once paused or ended`

const spanOf = (hours: number): string =>
  hours % 24 === 0 ? (hours === 24 ? 'day' : `${hours / 24} days`) : `${hours} hours`

/** Where the terms stand and when they were read; null where no third party's apply. */
export function termsRead(policy: Record<string, unknown>): { url: string | null; readOn: string } {
  const { termsUrl, termsReadOn } = policy as { termsUrl?: string | null; termsReadOn?: string }
  const url = termsUrl && URL.parse(termsUrl)?.protocol === 'https:' ? termsUrl : null
  return { url, readOn: termsReadOn ? dayText(termsReadOn) : '' }
}

/** "22 Nov 2026": a day without an hour is the same everywhere. */
const dayText = (day: string): string =>
  new Date(day).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
