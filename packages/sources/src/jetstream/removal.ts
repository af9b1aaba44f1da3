import type { Removal } from '@hark/domain'
import type { JetstreamEvent } from './event.ts'
import { postUri } from './record.ts'

const reasons = {
  deleted: 'deleted',
  takendown: 'taken_down',
  suspended: 'suspended',
  deactivated: 'deactivated',
} as const

/** Statuses that say a host is slow or out of step: nobody withdrew anything. */
const hostTrouble = new Set(['desynchronized', 'throttled'])

/** What a deletion or an account event asks of us; null where it asks nothing. All but `deleted` can be undone. */
export function removalOf(event: JetstreamEvent): Removal | null {
  if (event.kind === 'post_deleted') {
    return {
      kind: 'post',
      externalId: postUri(event.did, event.rkey),
      reason: 'deleted',
      at: iso(event.timeUs),
    }
  }
  if (event.kind !== 'account') return null
  const at = iso(event.timeUs)
  if (event.active) return { kind: 'author_restored', authorId: event.did, at }
  const reason = reasonOf(event.status)
  return reason && { kind: 'author', authorId: event.did, reason, at }
}

/** Why an account is inactive, by the status its host gives; null for trouble of the host. */
export function reasonOf(status: string | null): (typeof reasons)[keyof typeof reasons] | null {
  if (hostTrouble.has(status ?? '')) return null
  // An unknown reason to be inactive hides the author too: hiding can be undone, showing cannot.
  return reasons[status as keyof typeof reasons] ?? 'deactivated'
}

function iso(timeUs: number): string {
  return new Date(timeUs / 1000).toISOString()
}
