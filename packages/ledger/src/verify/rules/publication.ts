import type { LedgerEvent } from '../../entry.ts'
import type { Checklist } from '../checklist.ts'
import type { Rule } from '../walk.ts'

/** One approval of exact bytes, as entries tell of it. */
type Approval = { content: string; sig: string; object: string; revokedBy: number | null }

const stops = new Set(['response.revoked', 'response.rejected', 'response.withdrawn'])
const sends = new Set(['publication.attempted', 'publication.sent', 'response.taken_out'])

/**
 * Nothing goes out unsigned: every attempt, every sending and every taking out by hand names a content hash (`ref.content_sha256`) that an
 * earlier `response.signed` approved and nothing has stopped since. `ref.sig`, where given, picks the approval. What a person took out
 * no machine sends, and what a machine may have sent nobody takes out; only what was taken out is said to be posted by hand.
 */
export function publicationRule(list: Checklist, partial: boolean): Rule {
  const approvals: Approval[] = []
  const attempted = new Set<string>()
  const taken = new Set<string>()
  let sent = 0
  let unknown = 0
  return {
    see({ index, event }) {
      const content = event.ref?.content_sha256
      if (event.action === 'response.hand_reported' && !partial && !taken.has(content ?? ''))
        list.fail('publications', `entry ${index}, ${event.action}: nobody took it out`, { index, event })
      if (event.action === 'response.signed') approvals.push(toApproval(event))
      else if (stops.has(event.action)) stop(event, index, approvals, attempted)
      else if (sends.has(event.action)) {
        const fault = faultOf(event, approvals) ?? mixed(event, attempted, taken)
        if (fault === 'never signed' && partial) unknown++
        else if (fault)
          list.fail('publications', `entry ${index}, ${event.action}: ${fault}`, { index, event })
        if (event.action === 'publication.sent') sent++
        else if (content) attempted.add(content)
        if (event.action === 'response.taken_out' && content) taken.add(content)
      }
    },
    finish() {
      if (unknown > 0) list.lack('publications', `${unknown} whose approval is not in this bundle`)
      const hands = taken.size > 0 ? ` and ${taken.size} taken out by hand` : ''
      list.ok('publications', `${sent} sent${hands}, each approved before and not stopped in between`)
    },
  }
}

function toApproval(event: LedgerEvent): Approval {
  return {
    content: event.ref?.content_sha256 ?? '',
    sig: event.ref?.sig ?? '',
    object: event.object.id,
    revokedBy: null,
  }
}

/**
 * A revocation that came after the publisher had claimed the bytes is recorded with `ref.answer` "too_late:…"; it
 * stops nothing, and the record must not pretend it did.
 */
function stop(event: LedgerEvent, index: number, approvals: Approval[], attempted: Set<string>): void {
  const { sig, content_sha256: content, answer } = event.ref ?? {}
  for (const approval of approvals) {
    const meant = sig
      ? approval.sig === sig
      : content
        ? approval.content === content
        : approval.object === event.object.id
    const tooLate = answer?.startsWith('too_late') && attempted.has(approval.content)
    if (meant && !tooLate) approval.revokedBy ??= index
  }
}

function faultOf(event: LedgerEvent, approvals: readonly Approval[]): string | null {
  const { sig, content_sha256: content } = event.ref ?? {}
  if (!content) return 'names no content hash'
  const matching = approvals.filter(
    (approval) => approval.content === content && (!sig || approval.sig === sig),
  )
  if (matching.length === 0) return 'never signed'
  if (matching.some(({ revokedBy }) => revokedBy === null)) return null
  return `approval was stopped by entry ${matching.at(-1)?.revokedBy}`
}

/** A sending found too late, after a restore, is told as what it is: `ref.state` "contradicted" accuses nobody of forging the record. */
function mixed({ action, ref }: LedgerEvent, attempted: Set<string>, taken: Set<string>): string | null {
  const content = ref?.content_sha256 ?? ''
  if (taken.has(content) && ref?.state !== 'contradicted') return 'taken out by hand before'
  return action === 'response.taken_out' && attempted.has(content) ? 'given to a machine before' : null
}
