import type { Json } from '../canonical.ts'
import type { LedgerEvent } from '../entry.ts'
import { LedgerError } from '../errors.ts'
import { anyString, exactly, integer, shape, text } from '../shape.ts'

type Field = { seq: number; field: string }

/**
 * What a bundle says of one private field. Every committed field has exactly one line: opened, erased by an entry
 * of the log, or withheld from this reader. A field with no line at all counts as tampering.
 */
export type Opening =
  | (Field & { salt: string; value: Json })
  | (Field & { erased_by: number })
  | (Field & { withheld: true })

const field = { seq: integer(0), field: text(/^[a-z][a-z0-9_]{0,62}$/) }
const opened = shape({ ...field, salt: anyString, value: () => true })
const erased = shape({ ...field, erased_by: integer(0) })
const withheld = shape({ ...field, withheld: exactly(true) })

/** Reads one parsed line of openings.jsonl. Throws `bundle.malformed`. */
export function toOpening(value: Json): Opening {
  if (!opened(value) && !erased(value) && !withheld(value)) {
    throw new LedgerError('bundle.malformed', 'not an opening')
  }
  return value as unknown as Opening
}

/** Private fields of an event in the order openings.jsonl lists them. */
export function committedFields(event: LedgerEvent): string[] {
  return Object.keys(event.commit ?? {}).sort()
}

/** One line for every private field of `events`, taking from `given` and withholding the rest. */
export function openingLines(events: readonly LedgerEvent[], given: readonly Opening[]): Opening[] {
  const known = new Map(given.map((opening) => [`${opening.seq}:${opening.field}`, opening]))
  return events.flatMap((event) =>
    committedFields(event).map(
      (name) => known.get(`${event.seq}:${name}`) ?? { seq: event.seq, field: name, withheld: true },
    ),
  )
}
