import type { JetstreamEvent } from './event.ts'

/** A set that forgets its oldest members beyond `limit`. */
export class RecentSet {
  readonly #members = new Set<string>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  has(member: string): boolean {
    return this.#members.has(member)
  }

  delete(member: string): void {
    this.#members.delete(member)
  }

  /** False if it was already there. */
  add(member: string): boolean {
    if (this.#members.has(member)) return false
    this.#members.add(member)
    if (this.#members.size > this.#limit) this.#members.delete(this.#members.values().next().value as string)
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
