import {
  countImported,
  dropForgotten,
  endFileImport,
  endSource,
  heldFiles,
  loadProgrammes,
  noteShare,
  takeFileImport,
} from '@hark/db'
import { DomainError, type Programme } from '@hark/domain'
import { crashPoint, runEvery } from '@hark/runtime'
import { importPosts, mappedFile, type Progress, type UploadPlace } from '@hark/sources'
import type { IngestContext } from './context.ts'
import { storeCounted } from './store-counted.ts'

const LOOK_EVERY_MS = 1_000
const SWEEP_EVERY_MS = 60_000
const NOTE_EVERY_MS = 500
/** What lies here is a copy of real people's words, and nobody went on with it. */
const FORGOTTEN_HOURS = 2
/** So often a file may end its reader without a batch stored in between. */
const MOST_ATTEMPTS = 5

type Taken = NonNullable<Awaited<ReturnType<typeof takeFileImport>>>
type Importing = Pick<IngestContext, 'db' | 'sealing' | 'log' | 'metrics'> & { uploads: UploadPlace }

/** Files brought to the console: read one after the other, and gone as soon as nothing more comes of them. */
export async function importUntilStopped(ctx: IngestContext, signal: AbortSignal): Promise<void> {
  const { uploads, log } = ctx
  if (!uploads) return
  const onError = (err: unknown) => log.warn({ err }, 'files not looked after')
  await Promise.all([
    runEvery(SWEEP_EVERY_MS, () => sweepUploads({ ...ctx, uploads }), signal, onError),
    runEvery(LOOK_EVERY_MS, () => importNext({ ...ctx, uploads }, signal), signal, onError),
  ])
}

/** Lets go what was forgotten, and removes every file no import needs: a crash may have left one behind. */
export async function sweepUploads({ db, uploads }: Pick<Importing, 'db' | 'uploads'>): Promise<void> {
  await dropForgotten(db, FORGOTTEN_HOURS)
  await uploads.sweep(await heldFiles(db))
}

/** Reads the oldest file that waits, from where it was left. False where none waits. */
export async function importNext(ctx: Importing, signal: AbortSignal): Promise<boolean> {
  const taken = await takeFileImport(ctx.db)
  if (!taken) return false
  const { file } = taken
  if (taken.ended) await end(ctx, taken, 'dropped')
  else if (file.attempts > MOST_ATTEMPTS) await end(ctx, taken, 'failed', 'import.gave_up')
  else
    await read(ctx, taken, signal).catch(async (err) => {
      if (err instanceof Halted) return // looked at anew: dropped, or paused until somebody resumes
      if (!(err instanceof DomainError)) throw err
      await end(ctx, taken, 'failed', err.code)
    })
  return true
}

/** The batch does not stay: somebody dropped the import, or stopped its source, since it was taken. */
class Halted extends Error {}

async function read(ctx: Importing, taken: Taken, signal: AbortSignal): Promise<void> {
  const { file, source } = taken
  const programme = (await loadProgrammes(ctx.db)).get(file.programmeId) as Programme
  const progress = sharing((share) => noteShare(ctx.db, file.id, share))
  const imported = await importPosts({
    file: mappedFile(ctx.uploads.path(file.id), file.mapping),
    programme,
    cursor: source.cursor,
    signal,
    onProgress: progress.on,
    store: async (batch, cursorBefore) => {
      crashPoint('ingest.beforeCommit')
      const stored = await storeCounted(ctx, source, {
        ...batch,
        cursorBefore,
        batchId: file.id,
        settle: async (trx, counts) => {
          if (!(await countImported(trx, file.id, counts, progress.share()))) throw new Halted()
        },
      })
      crashPoint('ingest.afterCommit')
      return stored
    },
  })
  if (imported && !signal.aborted) await end(ctx, taken, 'done')
}

/** The end of the import and of its source is one; the file goes after it, and by the next sweep at the latest. */
async function end(
  { db, uploads }: Importing,
  { file, source }: Taken,
  state: 'done' | 'failed' | 'dropped',
  problem?: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await endFileImport(trx, file.id, state, problem)
    await endSource(trx, source.id)
  })
  await uploads.remove(file.id)
}

/** A file is read twice, once to learn what it is: each reading is half of the way. Told now and then, and never waited for. */
function sharing(tell: (share: number) => Promise<void>): { on: Progress; share: () => number } {
  let [share, told] = [0, 0]
  return {
    on: ({ phase, bytes, total }) => {
      share = (phase === 'import' ? 0.5 : 0) + (total === 0 ? 0.5 : Math.min(bytes / total, 1) / 2)
      if (Date.now() - told < NOTE_EVERY_MS) return
      told = Date.now()
      void tell(share).catch(() => {})
    },
    share: () => share,
  }
}
