import { type Checkpoint, Frontier, type NoteSigner, peekCheckpoint, signCheckpoint } from '@hark/ledger'
import { crashPoint } from '@hark/runtime'
import type { Db } from '../connect.ts'

export type PublishedCheckpoint = { size: number; note: string; at: string }

export async function newestCheckpoint(db: Db): Promise<PublishedCheckpoint | null> {
  return (
    (await db
      .selectFrom('ledger_checkpoint')
      .select(['size', 'note', 'at'])
      .orderBy('size', 'desc')
      .limit(1)
      .executeTakeFirst()) ?? null
  )
}

/** The committed tree, which a checkpoint may speak of: never one that could still be rolled back. */
export async function committedTree(db: Db): Promise<Checkpoint | null> {
  const tree = await db.selectFrom('ledger_tree').select(['origin', 'size', 'frontier']).executeTakeFirst()
  if (!tree || tree.size === 0) return null
  return { origin: tree.origin, size: tree.size, root: Frontier.parse(tree.frontier).root() }
}

/** Signs the committed tree and publishes the note, unless that size is published already. */
export async function publishCheckpoint(db: Db, signer: NoteSigner): Promise<PublishedCheckpoint | null> {
  const tree = await committedTree(db)
  const newest = await newestCheckpoint(db)
  if (!tree || (newest && newest.size >= tree.size)) return newest
  const note = signCheckpoint(tree, [signer])
  crashPoint('sequencer.afterSign')
  await db
    .insertInto('ledger_checkpoint')
    .values({ size: tree.size, root: Buffer.from(tree.root), note })
    .onConflict((c) => c.doNothing())
    .execute()
  return newestCheckpoint(db)
}

/**
 * True when the database is older than the last checkpoint kept outside it: a restore took entries back. Signing on would
 * fork the ledger, so the clock refuses until a person has looked.
 */
export async function fellBehind(db: Db, keptOutside: string | null): Promise<boolean> {
  if (!keptOutside) return false
  const kept = peekCheckpoint(keptOutside)
  const tree = await committedTree(db)
  if (!tree || tree.size < kept.size) return true
  const same = await db
    .selectFrom('ledger_checkpoint')
    .select('root')
    .where('size', '=', kept.size)
    .executeTakeFirst()
  // a published checkpoint is never lost but by a restore, however far the tree has grown since
  return !same?.root.equals(Buffer.from(kept.root))
}
