import {
  type EntryPlace,
  Frontier,
  type NoteSigner,
  objectKey,
  type SealedEntry,
  type StagedEvent,
  sealEntry,
} from '@hark/ledger'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { sealSignatures } from './seal-signatures.ts'

export type Tree = { origin: string; size: number; root: Uint8Array }

type StagedRow = {
  id: string
  at: string
  action: StagedEvent['action']
  object_type: string
  object_id: string
  body: string
}
type Last = { n: number; leaf: string }

/**
 * Gives staged entries their gapless places, in one transaction: leaf bytes, per-object chain, signature seals, new tree head.
 * One sequencer at a time (the tree's row is locked). Null when nothing waits. Signing comes after, from what is committed.
 */
export async function sequenceEntries(
  db: Db,
  opts: { origin: string; sealer: NoteSigner },
): Promise<Tree | null> {
  return db.transaction().execute(async (trx) => {
    const tree = await lockTree(trx, opts.origin)
    const staged = await takeStaged(trx)
    if (staged.length === 0) return null
    const frontier = tree.size === 0 ? new Frontier() : Frontier.parse(tree.frontier)
    const sealed = placeAll(staged, tree.origin, frontier, await lastLeaves(trx, staged))
    await writeLeaves(trx, sealed)
    await rememberObjects(trx, sealed)
    await sealSignatures(trx, sealed, opts.sealer)
    await trx
      .updateTable('ledger_tree')
      .set({ size: frontier.size, frontier: frontier.serialise() })
      .execute()
    return { origin: tree.origin, size: frontier.size, root: frontier.root() }
  })
}

/** The tree's row, locked. The origin is fixed at the first entry, for life. */
export async function lockTree(
  trx: Trx,
  origin: string,
): Promise<{ origin: string; size: number; frontier: string }> {
  await trx
    .insertInto('ledger_tree')
    .values({ origin })
    .onConflict((c) => c.doNothing())
    .execute()
  return trx
    .selectFrom('ledger_tree')
    .select(['origin', 'size', 'frontier'])
    .forUpdate()
    .executeTakeFirstOrThrow()
}

/**
 * All that is staged, not "number > last": numbers commit out of order and entries would be lost. No limit either: one statement sees
 * a transaction whole or not at all, and a checkpoint must not fall between the entries of one signature.
 */
async function takeStaged(trx: Trx): Promise<StagedRow[]> {
  const { rows } = await sql<StagedRow>`
    select id, at, action, object_type, object_id, body from ledger_entry
    where leaf_index is null order by staged_no for update skip locked`.execute(trx)
  return rows
}

async function lastLeaves(trx: Trx, staged: readonly StagedRow[]): Promise<Map<string, Last>> {
  const { rows } = await sql<{ type: string; id: string; n: number; leaf: string }>`
    select object_type as type, object_id as id, n, encode(leaf_hash, 'base64') as leaf from ledger_object
    join (select distinct * from unnest(${staged.map((s) => s.object_type)}::text[], ${staged.map((s) => s.object_id)}::text[]) as w(object_type, object_id)) w
      using (object_type, object_id)`.execute(trx)
  return new Map(rows.map((r) => [objectKey(r), { n: r.n, leaf: r.leaf }]))
}

function placeAll(
  staged: readonly StagedRow[],
  log: string,
  frontier: Frontier,
  last: Map<string, Last>,
): SealedEntry[] {
  return staged.map((row) => {
    const object = { type: row.object_type, id: row.object_id }
    const before = last.get(objectKey(object))
    const place: EntryPlace = { log, seq: frontier.size, n: (before?.n ?? 0) + 1, prev: before?.leaf ?? null }
    const sealed = sealEntry(
      { ...JSON.parse(row.body), id: row.id, at: row.at, action: row.action, object },
      place,
    )
    frontier.append(sealed.leafHash)
    last.set(objectKey(object), { n: place.n, leaf: Buffer.from(sealed.leafHash).toString('base64') })
    return sealed
  })
}

async function writeLeaves(trx: Trx, sealed: readonly SealedEntry[]): Promise<void> {
  await sql`
    update ledger_entry e set leaf_index = w.seq, leaf = w.leaf, leaf_hash = w.hash
    from unnest(${sealed.map((s) => s.event.id)}::uuid[], ${sealed.map((s) => s.event.seq)}::bigint[],
      ${sealed.map((s) => Buffer.from(s.bytes))}::bytea[], ${sealed.map((s) => Buffer.from(s.leafHash))}::bytea[]) as w(id, seq, leaf, hash)
    where e.id = w.id`.execute(trx)
}

async function rememberObjects(trx: Trx, sealed: readonly SealedEntry[]): Promise<void> {
  const newest = [...new Map(sealed.map((s) => [objectKey(s.event.object), s])).values()]
  await sql`
    insert into ledger_object (object_type, object_id, n, leaf_hash)
    select * from unnest(${newest.map((s) => s.event.object.type)}::text[], ${newest.map((s) => s.event.object.id)}::text[],
      ${newest.map((s) => s.event.object.n)}::bigint[], ${newest.map((s) => Buffer.from(s.leafHash))}::bytea[])
    on conflict (object_type, object_id) do update set n = excluded.n, leaf_hash = excluded.leaf_hash`.execute(
    trx,
  )
}
