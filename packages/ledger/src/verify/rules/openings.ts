import { committedFields, type Opening } from '../../bundle/opening.ts'
import { opensCommitment, parseErased } from '../../commitment.ts'
import type { LedgerEvent } from '../../entry.ts'
import type { Checklist } from '../checklist.ts'
import { messageOf } from '../heads.ts'
import type { Rule, SeenEntry } from '../walk.ts'

/**
 * Every private field is accounted for: its value opens the commitment, or an `erasure.executed` entry lists it, or
 * it is openly withheld. Openings come in entry order, so nothing of their content is kept in memory. `listed` are the decisions a bundle
 * was asked for, complete once this ends; words of others are none of its business, and nothing lacks without them. Null: all are wanted.
 */
export function openingRule(
  openings: AsyncIterable<Opening>,
  list: Checklist,
  partial: boolean,
  listed: ReadonlySet<string> | null,
): Rule {
  const stream = orderedOpenings(openings, list)
  const erasures = new Map<string, number>()
  const claims: { of: Place; by: number; entry: SeenEntry }[] = []
  const shown: Place[] = []
  const withheld: LedgerEvent[] = []
  return {
    async see(entry) {
      if (entry.event.action === 'erasure.executed') noteErasure(entry, erasures, list)
      for (const field of committedFields(entry.event)) {
        const opening = await stream.take(entry.index, field)
        const of = { seq: entry.index, id: entry.event.id, field }
        if (!opening) list.fail('openings', `nothing said of field ${field} of entry ${entry.index}`, entry)
        else if ('erased_by' in opening) claims.push({ of, by: opening.erased_by, entry })
        else if ('withheld' in opening) withheld.push(entry.event)
        else if (opens(entry, opening)) shown.push(of)
        else list.fail('openings', `field ${field} of entry ${entry.index} is not what was recorded`, entry)
      }
    },
    async finish() {
      await stream.end()
      const absent = claims.filter(
        ({ of, by, entry }) => !settleClaim(by, erasedBy(erasures, of), { of, entry, list, partial }),
      )
      for (const of of shown)
        if (erasedBy(erasures, of) !== undefined)
          list.fail('erasures', `${of.seq}:${of.field} was erased, yet is shown`)
      if (absent.length > 0)
        list.lack('erasures', `${absent.length} erased by entries that are not in this bundle`)
      const lacking = withheld.filter((event) => isWanted(event, listed)).length
      if (lacking > 0) list.lack('openings', `${lacking} private fields withheld, ${shown.length} opened`)
      const beside = withheld.length > 0 ? `, ${withheld.length} of decisions this bundle does not list` : ''
      list.ok('openings', `${shown.length} private fields opened${beside}`)
      list.ok('erasures', `${claims.length} fields erased, each by an entry`)
    },
  }
}

const isWanted = ({ action, object }: LedgerEvent, listed: ReadonlySet<string> | null): boolean =>
  listed === null || action !== 'decision.concluded' || listed.has(object.id)

function opens({ event }: SeenEntry, opening: Opening): boolean {
  if (!('salt' in opening)) return false
  return opensCommitment(event.commit?.[opening.field] ?? '', opening.value, opening.salt)
}

function noteErasure(entry: SeenEntry, erasures: Map<string, number>, list: Checklist): void {
  const { erased = '', legal_basis: basis, approved_by: approver } = entry.event.ref ?? {}
  const fields = parseErased(erased)
  const early = (of: number | string) => typeof of === 'string' || of < entry.index
  const sound = fields?.every((f) => early(f.entry)) && basis && approver !== entry.event.actor.id
  if (!sound) list.fail('erasures', `entry ${entry.index} is not a lawful erasure`, entry)
  else for (const { entry: of, field } of fields ?? []) erasures.set(`${of}:${field}`, entry.index)
}

type Place = { seq: number; id: string; field: string }

/** An erasure names the entry by its place, or by its id where it may not have had one. */
const erasedBy = (erasures: ReadonlyMap<string, number>, { seq, id, field }: Place): number | undefined =>
  erasures.get(`${seq}:${field}`) ?? erasures.get(`${id}:${field}`)

/** False when the erasing entry may simply lie outside a partial bundle. */
function settleClaim(
  by: number,
  known: number | undefined,
  { of, entry, list, partial }: { of: Place; entry: SeenEntry; list: Checklist; partial: boolean },
): boolean {
  if (known === undefined && partial) return false
  if (known !== by || by <= of.seq)
    list.fail(
      'erasures',
      `${of.seq}:${of.field} is said to be erased by entry ${by}, which does not say so`,
      entry,
    )
  return true
}

/** Walks the openings beside the entries; out of step in either direction is a fault. */
function orderedOpenings(openings: AsyncIterable<Opening>, list: Checklist) {
  const iterator = openings[Symbol.asyncIterator]()
  let waiting: Opening | null | undefined
  async function peek(): Promise<Opening | null> {
    if (waiting !== undefined) return waiting
    try {
      const { value, done } = await iterator.next()
      waiting = done ? null : value
    } catch (error) {
      list.fail('openings', messageOf(error))
      waiting = null
    }
    return waiting
  }
  return {
    async take(seq: number, field: string): Promise<Opening | null> {
      for (let next = await peek(); next; next = await peek()) {
        const here = next.seq === seq && next.field === field
        if (!here && (next.seq > seq || (next.seq === seq && next.field > field))) return null
        waiting = undefined
        if (here) return next
        list.fail('openings', `field ${next.field} of entry ${next.seq} was never committed to`)
      }
      return null
    },
    async end(): Promise<void> {
      if (await peek()) list.fail('openings', 'openings for fields that no entry committed to')
    },
  }
}
