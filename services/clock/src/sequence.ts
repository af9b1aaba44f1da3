import { readFile, rename, writeFile } from 'node:fs/promises'
import { fellBehind, publishCheckpoint, sequenceEntries } from '@hark/db'
import { DomainError } from '@hark/domain'
import { crashPoint } from '@hark/runtime'
import type { ClockContext } from './context.ts'

/** Sequence, then sign what is committed, then publish, then keep a copy outside. Each is durable before the next begins. */
export async function sequenceOnce(ctx: ClockContext): Promise<number> {
  await assertNoFork(ctx) // a restore can happen under a running clock, too
  crashPoint('sequencer.beforeCommit')
  const tree = await sequenceEntries(ctx.db, { origin: ctx.signer.name, sealer: ctx.sealer })
  crashPoint('sequencer.afterCommit')
  const published = await publishCheckpoint(ctx.db, ctx.signer)
  crashPoint('sequencer.afterPublish')
  if (published) await keepOutside(ctx, published.note)
  return tree?.size ?? 0
}

/** Before every signature: a restored database must not sign a second history. Throws `ledger.fork`. */
export async function assertNoFork(ctx: ClockContext): Promise<void> {
  if (await fellBehind(ctx.db, await readOutside(ctx))) {
    throw new DomainError(
      'ledger.fork',
      'The database is older than the last published checkpoint: it was restored or replaced. Nothing will be signed. Compare it with the kept checkpoint, then remove that file to begin again from here.',
    )
  }
}

async function readOutside({ config }: ClockContext): Promise<string | null> {
  if (!config.HARK_CHECKPOINT_FILE) return null
  return readFile(config.HARK_CHECKPOINT_FILE, 'utf8').catch((err: NodeJS.ErrnoException) => {
    if (err.code === 'ENOENT') return null
    throw err // a guard that cannot be read is no guard
  })
}

async function keepOutside({ config }: ClockContext, note: string): Promise<void> {
  const file = config.HARK_CHECKPOINT_FILE
  if (!file) return
  await writeFile(`${file}.new`, note)
  await rename(`${file}.new`, file) // never half a note
}
