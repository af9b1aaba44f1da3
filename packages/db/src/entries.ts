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

export type NewEntry = Pick<StagedEvent, 'actor' | 'action' | 'object' | 'why' | 'ref' | 'batch'> & {
  action: LedgerAction
  /** Private values (a person's own words, old and new text): only their salted commitment enters the ledger. */
  secret?: Record<string, string>
}

/** Seals a private value at rest. The services that write private values hold the key; the ledger never does. */
export type SealValue = (plain: string) => Buffer

/** As long as any origin may be: what is staged can be sealed whatever the log is called. */
const LONGEST_ORIGIN = 'o'.repeat(256)

/**
 * Stages a ledger entry in the transaction of the change, as its last statement, and returns its id.
 * Rows that carry `last_entry` take the id beforehand from `newEntryId()`; the foreign key is checked at commit,
 * so a change without its entry cannot commit. Throws `entry.invalid` for what the sequencer could not seal.
 */
export async function appendEntry(
  trx: Trx,
  entry: NewEntry,
  opts: { id?: string; seal?: SealValue } = {},
): Promise<string> {
  const { secret = {}, ...event } = entry
  const id = opts.id ?? newEntryId()
  const private_ = Object.entries(secret).map(([field, value]) => ({ field, value, salt: newSalt() }))
  const commit = Object.fromEntries(private_.map((p) => [p.field, commitField(p.value, p.salt)]))
  const staged = { ...event, ...(private_.length > 0 ? { commit } : {}) }
  checkStaged({ ...staged, id, at: '2026-01-01T00:00:00.000Z' }, LONGEST_ORIGIN)
  const { action, object, ...body } = staged
  await trx
    .insertInto('ledger_entry')
    .values({ id, action, object_type: object.type, object_id: object.id, body: JSON.stringify(body) })
    .execute()
  if (private_.length > 0) await keepPrivate(trx, id, private_, opts.seal)
  return id
}

export const newEntryId = (): string => uuidv7()

type PrivateValue = { field: string; value: string; salt: Buffer }

async function keepPrivate(
  trx: Trx,
  entryId: string,
  values: PrivateValue[],
  seal?: SealValue,
): Promise<void> {
  if (!seal) throw new Error('a private value needs a seal')
  await trx
    .insertInto('ledger_private')
    .values(values.map(({ field, value, salt }) => ({ entry_id: entryId, field, salt, sealed: seal(value) })))
    .execute()
}
