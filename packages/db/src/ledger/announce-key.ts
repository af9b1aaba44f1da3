import { formatVkey, keyLabel, type NoteVerifier } from '@hark/ledger'
import type { Db } from '../connect.ts'
import { type Actor, appendEntry } from '../entries.ts'

/** Announces a key in the ledger, once: a verifier then knows which seals and manifests to expect, and from when. */
export async function announceKey(
  db: Db,
  key: NoteVerifier,
  purpose: 'seal' | 'export',
  actor: Actor,
): Promise<void> {
  const id = keyLabel(key)
  await db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom('ledger_entry')
      .select('id')
      .where('object_type', '=', 'key')
      .where('object_id', '=', id)
      .limit(1)
      .executeTakeFirst()
    if (known) return
    await appendEntry(trx, {
      actor,
      action: 'key.rotated',
      object: { type: 'key', id },
      ref: { purpose, vkey: formatVkey(key) },
    })
  })
}
