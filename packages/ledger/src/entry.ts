import { type LedgerAction, ledgerActions } from './actions.ts'
import { canonicalBytes, type Json, parseCanonical } from './canonical.ts'
import { LedgerError } from './errors.ts'
import { leafHash } from './merkle/hash.ts'
import {
  anyString,
  exactly,
  hash32,
  identifier,
  instant,
  integer,
  mapOf,
  oneOf,
  orNull,
  shape,
  text,
} from './shape.ts'

/** tlog-tiles entry bundles prefix each entry with a uint16 length. */
export const MAX_ENTRY_BYTES = 65_535

export type LedgerActor = { id: string; kind: 'user' | 'service'; role?: string; session?: string }

/** A commitment to many items at once: base64 root over their leaf hashes, and how many there are. */
export type BatchCommitment = { root: string; count: number }

/** What a transaction records: everything of an event but its place in the log. */
export type StagedEvent = {
  /** UUID, lower case; version 7 where Hark makes it. */
  id: string
  /** Database time, UTC, milliseconds. */
  at: string
  actor: LedgerActor
  action: LedgerAction
  object: { type: string; id: string }
  /** A reason code, never prose: a person's own words go under `commit`. */
  why?: string
  /** Private fields by salted hash (`commitField`), base64. */
  commit?: Record<string, string>
  /** Public facts: ids, hashes, states. Always strings. */
  ref?: Record<string, string>
  batch?: BatchCommitment
}

/** One leaf of the ledger, `hark-audit-v1`. `seq` is its index from 0; `n` counts per object from 1. */
export type LedgerEvent = Omit<StagedEvent, 'object' | 'action'> & {
  v: 1
  log: string
  seq: number
  /** A `LedgerAction` when written here; any word of that form when read, so later logs still verify. */
  action: string
  object: { type: string; id: string; n: number }
  /** Base64 leaf hash of this object's event n-1; null for its first. */
  prev: string | null
}

export type SealedEntry = { event: LedgerEvent; bytes: Uint8Array; leafHash: Uint8Array }

/** Where an entry stands: the sequencer's answer for one staged event. */
export type EntryPlace = { log: string; seq: number; n: number; prev: string | null }

const uuid = text(/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
const word = text(/^[a-z][a-z0-9_]{0,62}$/)
const fieldName = /^[a-z][a-z0-9_]{0,62}$/

const isEvent = shape(
  {
    v: exactly(1),
    log: identifier,
    seq: integer(0),
    id: uuid,
    at: instant,
    actor: shape({ id: identifier, kind: oneOf('user', 'service') }, { role: word, session: identifier }),
    action: text(/^[a-z][a-z0-9_]{0,62}\.[a-z][a-z0-9_]{0,62}$/),
    object: shape({ type: word, id: identifier, n: integer(1) }),
    prev: orNull(hash32),
  },
  {
    why: text(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,119}$/),
    commit: mapOf(fieldName, hash32),
    ref: mapOf(fieldName, anyString),
    batch: shape({ root: hash32, count: integer(1) }),
  },
)

/** The key that groups events of one object. */
export function objectKey(object: { type: string; id: string }): string {
  return `${object.type}/${object.id}`
}

/**
 * Gives a staged event its place and its bytes. Throws `entry.invalid` or `entry.too_large`; both are also found
 * by `checkStaged`, so an event that was staged can always be sealed.
 */
export function sealEntry(staged: StagedEvent, place: EntryPlace): SealedEntry {
  if (!Object.hasOwn(ledgerActions, staged.action)) throw invalid('unknown action')
  const { id, at, actor, action, why, commit, ref, batch } = staged
  const event = dropUndefined({
    v: 1,
    log: place.log,
    seq: place.seq,
    id,
    at,
    actor: dropUndefined(actor),
    action,
    object: { type: staged.object.type, id: staged.object.id, n: place.n },
    prev: place.prev,
    why,
    commit: unlessEmpty(commit),
    ref: unlessEmpty(ref),
    batch,
  }) as LedgerEvent
  const bytes = canonicalBytes(event)
  assertEvent(event as unknown as Json)
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new LedgerError('entry.too_large', `entry of ${bytes.length} bytes`)
  return { event, bytes, leafHash: leafHash(bytes) }
}

/**
 * Refuses, inside the transaction that stages it, any event the sequencer could not seal later. One bad staged
 * row would stop the whole log, so the largest possible place is tried here.
 */
export function checkStaged(staged: StagedEvent, log: string): void {
  const last = Number.MAX_SAFE_INTEGER
  sealEntry(staged, { log, seq: last, n: last, prev: Buffer.alloc(32).toString('base64') })
}

/** Reads one leaf: strict, complete, and byte for byte in canonical form. Throws `entry.invalid`. */
export function parseEntry(bytes: Uint8Array): LedgerEvent {
  if (bytes.length > MAX_ENTRY_BYTES)
    throw new LedgerError('entry.too_large', `entry of ${bytes.length} bytes`)
  const value = readCanonical(bytes)
  assertEvent(value)
  return value as unknown as LedgerEvent
}

function readCanonical(bytes: Uint8Array): Json {
  try {
    return parseCanonical(bytes)
  } catch {
    throw invalid('not in canonical form')
  }
}

function assertEvent(value: Json): void {
  if (!isEvent(value)) throw invalid('not a hark-audit-v1 event')
  const { object, prev } = value as unknown as LedgerEvent
  if ((object.n === 1) !== (prev === null)) throw invalid('first event of an object and prev disagree')
}

/** An empty record says nothing, and has one spelling: absent. */
function unlessEmpty(record: Record<string, string> | undefined): Record<string, string> | undefined {
  return record && Object.keys(record).length > 0 ? record : undefined
}

function dropUndefined(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))
}

function invalid(what: string): LedgerError {
  return new LedgerError('entry.invalid', `invalid entry: ${what}`)
}
