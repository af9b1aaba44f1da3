import { type NoteSigner, type SealedEntry, type SignatureStatement, sealStatement } from '@hark/ledger'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'

type Unsealed = { id: string; statement: Buffer; entryId: string }

/**
 * Seals the signatures whose entries have just got their place. Only the clock holds the sealing key, so neither the api nor
 * whoever writes to the database can make a signature that verifies; the gate publishes nothing that is not sealed.
 */
export async function sealSignatures(
  trx: Trx,
  sealed: readonly SealedEntry[],
  sealer: NoteSigner,
): Promise<void> {
  const seqOf = new Map(sealed.filter((s) => s.event.ref?.sig).map((s) => [s.event.id, s.event.seq]))
  if (seqOf.size === 0) return
  const ids = [...seqOf.keys()]
  const decisions = await unsealed(trx, 'hark.signature', ids)
  for (const s of decisions) {
    await trx
      .updateTable('signature')
      .set({ seal: sealOf(s, sealer) })
      .where('id', '=', s.id)
      .execute()
  }
  const replies = await unsealed(trx, 'gate.signature', ids)
  for (const s of replies) {
    await trx
      .updateTable('gate.signature')
      .set({ seal: sealOf(s, sealer), leaf_index: seqOf.get(s.entryId) ?? null })
      .where('id', '=', s.id)
      .execute()
  }
}

async function unsealed(
  trx: Trx,
  table: 'hark.signature' | 'gate.signature',
  entryIds: readonly string[],
): Promise<Unsealed[]> {
  const { rows } = await sql<Unsealed>`
    select id, statement, last_entry as "entryId" from ${sql.table(table)} where seal is null and last_entry = any(${[...entryIds]}::uuid[])`.execute(
    trx,
  )
  return rows
}

const sealOf = (s: Unsealed, sealer: NoteSigner): string =>
  JSON.stringify(sealStatement(JSON.parse(s.statement.toString('utf8')) as SignatureStatement, sealer))
