import {
  checkStaged,
  commitField,
  type LedgerAction,
  type LedgerActor,
  newSalt,
  type StagedEvent,
} from '@hark/ledger'
import type { Trx } from './connect.ts'
import { uuidv7 } from './ids.ts'

export type Actor = LedgerActor

export type NewEntry = Pick<StagedEvent, 'actor' | 'object' | 'why' | 'ref' | 'batch'> & {
  action: LedgerAction
  /** Known beforehand where changed rows carry it as `last_entry`; the foreign key is checked at commit. */
  id?: string
  /** Private values (a person's own words, old and new text): only their salted commitment enters the ledger. */
  secret?: Record<string, string | Salted>
}

/** A private value with its salt and commitment, for whoever needs the commitment before the entry is written. */
export type Salted = { value: string; salt: Buffer; commitment: string }

export function salted(value: string): Salted {
  const salt = newSalt()
  return { value, salt, commitment: commitField(value, salt) }
}

/** Seals a private value at rest. The services that write private values hold the key; the ledger never does. */
export type SealValue = (plain: string) => Buffer

/** As long as any origin may be: what is staged can be sealed whatever the log is called. */
const LONGEST_ORIGIN = 'o'.repeat(256)

export const newEntryId = (): string => uuidv7()

/**
 * Stages one ledger entry in the transaction of the change, as its last statement, and returns its id. A change whose row
 * names an entry that was not staged cannot commit. Throws `entry.invalid` for what the sequencer could not seal.
 */
export async function appendEntry(
  trx: Trx,
  entry: NewEntry,
  opts: { id?: string; seal?: SealValue } = {},
): Promise<string> {
  const [id] = await appendEntries(trx, [{ ...entry, ...(opts.id ? { id: opts.id } : {}) }], opts.seal)
  return id as string
}

/** Many entries in one statement, in the order given. */
export async function appendEntries(
  trx: Trx,
  entries: readonly NewEntry[],
  seal?: SealValue,
): Promise<string[]> {
  if (entries.length === 0) return []
  const staged = entries.map(stage)
  await trx
    .insertInto('ledger_entry')
    .values(staged.map((s) => s.row))
    .execute()
  const secrets = staged.flatMap((s) => s.secrets)
  if (secrets.length > 0 && !seal) throw new Error('a private value needs a seal')
  if (seal && secrets.length > 0) {
    const rows = secrets.map(({ value, ...row }) => ({ ...row, sealed: seal(value) }))
    await trx.insertInto('ledger_private').values(rows).execute()
  }
  return staged.map((s) => s.row.id)
}

function stage({ id = newEntryId(), secret = {}, ...event }: NewEntry) {
  const fields = Object.entries(secret).map(
    ([field, given]) => [field, typeof given === 'string' ? salted(given) : given] as const,
  )
  const secrets = fields.map(([field, { value, salt }]) => ({ entry_id: id, field, value, salt }))
  const commit = Object.fromEntries(fields.map(([field, { commitment }]) => [field, commitment]))
  const staged = { ...event, ...(fields.length > 0 ? { commit } : {}) }
  checkStaged({ ...staged, id, at: '2026-01-01T00:00:00.000Z' }, LONGEST_ORIGIN)
  const { action, object, ...body } = staged
  return {
    row: { id, action, object_type: object.type, object_id: object.id, body: JSON.stringify(body) },
    secrets,
  }
}
