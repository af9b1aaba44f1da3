import { type SignatureRecord, type VerifyResult, verifyLog, withShownColumns } from '@hark/ledger'
import type { Db } from '../connect.ts'
import { newestCheckpoint } from './checkpoint.ts'
import { type OpenValue, readOpenings } from './openings.ts'
import { readCheckpoints, readLeafHashes, readLeaves, readSignatures, unvouched } from './read.ts'
import { firstAltered } from './shown-columns.ts'

export type VerifyDatabase = {
  vkey: string
  /** A checkpoint kept outside the database, which it must still agree with. */
  previousCheckpoint?: string | undefined
  open: OpenValue
}
/** `note`: the newest checkpoint, what was verified against; `waiting`: entries that stand under none yet. */
export type VerifiedDatabase = {
  result: VerifyResult
  size: number
  note: string | null
  waiting: number
}

/** The whole ledger as it stands in the database, read entry by entry: for the command, and for the console's "verify now". */
export async function verifyDatabase(
  db: Db,
  { vkey, previousCheckpoint, open }: VerifyDatabase,
): Promise<VerifiedDatabase> {
  const head = await newestCheckpoint(db)
  const size = head?.size ?? 0
  const beyond = await unvouched(db, size)
  const about = { size, note: head?.note ?? null, waiting: beyond.count }
  if (!head && !previousCheckpoint) return { result: nothingPublished, ...about }
  const log = await verifyLog({
    vkey: [vkey],
    checkpoint: head?.note ?? '',
    earlierCheckpoints: (await readCheckpoints(db)).slice(0, -1),
    entries: readLeaves(db, 0, size),
    leafHashes: readLeafHashes(db, 0, size),
    signatures: signaturesOf(db, size),
    openings: readOpenings(db, size, open),
    ...(previousCheckpoint ? { previousCheckpoint } : {}),
  })
  const result = log.status === 'invalid' ? log : withShownColumns(log, await firstAltered(db, size))
  return { result: withUnvouched(result, beyond), ...about }
}

/** Nothing is published yet, so there is nothing to hold the entries against. */
const nothingPublished: VerifyResult = {
  status: 'incomplete',
  checks: [{ name: 'checkpoint', outcome: 'skipped', detail: 'none is published yet', incomplete: true }],
}

/** The clock seals within a second: what has waited this long is not on its way. */
const PATIENCE_SECONDS = 60

/** A valid log is so only as far as it goes while older entries stand under no checkpoint: they could still be changed unseen. */
function withUnvouched(
  result: VerifyResult,
  { count, oldestSeconds }: { count: number; oldestSeconds: number },
): VerifyResult {
  if (result.status !== 'valid' || count === 0 || oldestSeconds < PATIENCE_SECONDS) return result
  const detail = `none for ${count} entries, the oldest ${Math.floor(oldestSeconds)} s old: does the clock run?`
  const check = { name: 'checkpoint', outcome: 'skipped', detail, incomplete: true } as const
  return { ...result, status: 'incomplete', checks: [...result.checks, check] }
}

/** Read when the verifier asks for them: one that cannot be read is its finding. */
async function* signaturesOf(db: Db, size: number): AsyncGenerator<SignatureRecord> {
  yield* await readSignatures(db, size)
}
