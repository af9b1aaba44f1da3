import type { PolicyManifest } from './policy.ts'

/** What a person accepts by name before a source of real people runs. */
export function liveStatement(p: PolicyManifest): string {
  return [
    'Listening to real people makes your company aware of what Hark finds, and awareness starts regulatory clocks:',
    'somebody must review the queue every day, weekends included.',
    '',
    p.summary,
    termsOf(p),
    `A deletion that Hark is told of, or finds, reaches its copies within ${p.deletionSlaHours} hours; ${held[p.holdForSafety]}`,
    p.mayReply ? `Replies: ${p.replyCondition ?? 'allowed.'}` : 'Replies are not allowed.',
    ...limits(p),
  ].join('\n')
}

function termsOf({ termsUrl, termsFrom, termsReadOn }: PolicyManifest): string {
  if (termsUrl) return `Terms: ${termsUrl} (read on ${dayInWords(termsReadOn)}).`
  if (termsFrom) return `Terms: ${termsFrom}.`
  return `Terms: none of a third party (looked for on ${dayInWords(termsReadOn)}).`
}

/** "22 Nov 2026", as the console writes days: a day without an hour is the same everywhere. */
const dayInWords = (day: string): string =>
  new Date(day).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })

const held = {
  legal_duty: 'flagged posts are kept only as far as safety law asks.',
  with_permission:
    "flagged posts are kept only under the platform's permission; without it the facts are transcribed and the post goes.",
  never: 'flagged posts go too: their facts are transcribed into the case before.',
}

function limits(p: PolicyManifest): string[] {
  const said = [
    p.retentionDays !== null &&
      `A copy is kept ${p.retentionDays} days at most, unless the platform shows it again.`,
    p.recheckHours === null
      ? 'Nobody is asked whether posts still exist: Hark knows of a deletion what the source itself tells.'
      : askedAfter(p.recheckHours, p.recheckHoursListening),
    !p.mayInferHealth &&
      'The terms forbid to derive or store anything on the health of a person without their permission.',
    !p.mayTrain && 'No model is trained on these posts.',
    p.exportAllowed === 'ids' && 'Only ids of posts may be passed on; exports leave their words out.',
    p.needsPermissionReference &&
      'A permission must be on file: its reference is asked for, and kept with the source.',
  ]
  return said.filter((line) => line !== false)
}

function askedAfter(hours: number, listening = hours): string {
  if (listening === hours) return `Posts are checked to still exist every ${hours} hours.`
  return (
    `Posts are checked to still exist every ${listening} hours, and after each gap; ` +
    `every ${hours} hours once listening was paused or ended.`
  )
}
