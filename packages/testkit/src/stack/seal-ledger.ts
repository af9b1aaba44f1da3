import { announceKey, type Db, publishCheckpoint, sequenceEntries } from '@hark/db'
import { formatVkey, generateNoteKey, type NoteSigner, parseSkey } from '@hark/ledger'

export type LedgerKeys = { signer: NoteSigner; sealer: NoteSigner; vkey: string; sealVkey: string }

/** Keys of a ledger of its own. */
export function ledgerKeys(): LedgerKeys {
  const signer = parseSkey(generateNoteKey('hark.invalid/audit/test').skey)
  const sealer = parseSkey(generateNoteKey('hark.invalid/seal/test').skey)
  return { signer, sealer, vkey: formatVkey(signer), sealVkey: formatVkey(sealer) }
}

/** What the clock does every quarter of a second: everything staged gets its place, signatures their seal, the tree a checkpoint. */
export async function sealLedger(db: Db, keys: LedgerKeys): Promise<void> {
  await announceKey(db, keys.sealer, 'seal', { id: 'clock', kind: 'service' })
  await sequenceEntries(db, { origin: keys.signer.name, sealer: keys.sealer })
  await publishCheckpoint(db, keys.signer)
}
