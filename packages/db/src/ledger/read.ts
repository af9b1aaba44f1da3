import { LedgerError, type SignatureRecord, toSignatureRecord } from '@hark/ledger'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

const PAGE = 2_000

/** Leaf bytes [from, to) in order, a page at a time; stops early where the database has a hole, which the verifier then names. */
export async function* readLeaves(db: Db, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += PAGE) {
    const rows = await page(db, at, Math.min(at + PAGE, to))
    for (const row of rows) yield row.leaf as Buffer
  }
}

/** Stored leaf hashes in order: they let the verifier name an altered entry exactly. */
export async function* readLeafHashes(db: Db, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += PAGE) {
    const rows = await page(db, at, Math.min(at + PAGE, to))
    for (const row of rows) yield row.leaf_hash as Buffer
  }
}

const page = (db: Db, from: number, to: number) =>
  db
    .selectFrom('ledger_entry')
    .select(['leaf', 'leaf_hash'])
    .where('leaf_index', '>=', from)
    .where('leaf_index', '<', to)
    .orderBy('leaf_index')
    .execute()

/** Signatures whose entries stand in the first `size` leaves, of decisions and of replies, oldest first. Throws `signature.invalid`. */
export async function readSignatures(db: Db, size: number): Promise<SignatureRecord[]> {
  const { rows } = await sql<StoredSignature>`
    select s.id, s.statement, s.seal from (
      select id, statement, seal, last_entry from hark.signature union all select id, statement, seal, last_entry from gate.signature) s
    join ledger_entry e on e.id = s.last_entry where e.leaf_index < ${size} order by s.id`.execute(db)
  return rows.map(toRecord)
}

type StoredSignature = { id: string; statement: Buffer; seal: string }

/** What is no signature any more was altered by hand: a finding of the verifier, not an accident of reading. */
function toRecord({ id, statement, seal }: StoredSignature): SignatureRecord {
  try {
    return toSignatureRecord({ statement: JSON.parse(statement.toString('utf8')), seal: JSON.parse(seal) })
  } catch {
    throw new LedgerError('signature.invalid', `signature ${id} cannot be read`)
  }
}

export async function readCheckpoints(db: Db): Promise<string[]> {
  return (await db.selectFrom('ledger_checkpoint').select('note').orderBy('size').execute()).map(
    (r) => r.note,
  )
}

export async function unsequenced(db: Db): Promise<number> {
  const row = await db
    .selectFrom('ledger_entry')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('leaf_index', 'is', null)
    .executeTakeFirstOrThrow()
  return row.n
}

/** Entries that the checkpoint of `size` entries says nothing of, and the age of the oldest; of all, where `size` is 0. */
export async function unvouched(db: Db, size: number): Promise<{ count: number; oldestSeconds: number }> {
  const { rows } = await sql<{ count: number; oldestSeconds: number }>`
    select count(*) as count, coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 as "oldestSeconds"
    from ledger_entry where leaf_index is null or leaf_index >= ${size}`.execute(db)
  return rows[0] as { count: number; oldestSeconds: number }
}
