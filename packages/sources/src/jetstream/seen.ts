import type { JetstreamEvent } from './event.ts'

/**
 * A set that remembers at least its `limit` latest members, and at most twice as many. Two generations, the older dropped whole: to
 * take the oldest member out of a Set one by one walks over all that were taken out before.
 */
export class RecentSet {
  #young = new Set<string>()
  #old = new Set<string>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  has(member: string): boolean {
    return this.#young.has(member) || this.#old.has(member)
  }

  delete(member: string): void {
    this.#young.delete(member)
    this.#old.delete(member)
  }

  /** False if it was already there. */
  add(member: string): boolean {
    if (this.has(member)) return false
    this.#young.add(member)
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young
      this.#young = new Set()
    }
    return true
  }
}

/** What makes two deliveries the same event; null for events that need no de-duplication. */
export function deliveryKey(event: JetstreamEvent): string | null {
  switch (event.kind) {
    case 'post':
      return `${event.did}/${event.rkey}/${event.rev}/${event.operation}`
    case 'post_deleted':
      return `${event.did}/${event.rkey}/${event.rev}/delete`
    case 'account':
      return `${event.did}/${event.timeUs}/${event.status ?? event.active}`
    default:
      return null
  }
}
