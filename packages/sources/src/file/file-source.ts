import { type Batch, BatchBuilder, type Source, type Wants } from '../source.ts'
import type { DateOrder } from './dates.ts'
import type { SavedProfile } from './profiles.ts'
import { type RowContext, toPost } from './row.ts'
import { type Item, readItems } from './rows.ts'
import { type Progress, type Survey, surveyFile } from './survey.ts'

export type FileConfig = {
  path: string
  /** Settles day and month where the file itself leaves them open; never overrules what it shows. */
  dateOrder?: DateOrder
  /** A saved mapping, in place of the vendors' we know. */
  profile?: SavedProfile
  batchSize?: number
}

export type FileDeps = {
  wants?: Wants
  nowMs?: () => number
  onProgress?: Progress
  onSurvey?: (survey: Survey) => void
}

/**
 * A file of posts: JSONL, CSV, XLSX, or an export of Brandwatch, Meltwater, Talkwalker or Sprinklr. Read twice, once to learn its encoding,
 * header and date order, once to import; memory does not grow with it. The cursor names the file by its hash
 * and the items done, so a resumed import goes on and another file starts anew.
 */
export function fileSource(config: FileConfig, deps: FileDeps = {}): Source {
  const { batchSize = 500 } = config
  const { wants = () => true, nowMs = Date.now, onProgress, onSurvey } = deps

  async function* read(signal: AbortSignal, cursor: string | null): AsyncGenerator<Batch> {
    const survey = await surveyFile(config.path, signal, { onProgress, profile: config.profile })
    if (signal.aborted) return
    onSurvey?.(survey)
    const alreadyDone = itemsDone(cursor, survey.sha256)
    const context: Omit<RowContext, 'receivedAt'> = {
      dateOrder: survey.dateOrder ?? config.dateOrder ?? config.profile?.dateOrder ?? null,
      idsRounded: survey.idsRounded,
    }
    let [batch, done] = [new BatchBuilder(), 0]
    for await (const item of importItems(config.path, survey, signal, onProgress)) {
      done += 1
      if (done <= alreadyDone) continue
      sort(item, batch, { ...context, receivedAt: new Date(nowMs()).toISOString() }, wants)
      if (batch.offered < batchSize) continue
      yield batch.build(`${survey.sha256}:${done}`)
      batch = new BatchBuilder()
    }
    if (!batch.isEmpty && !signal.aborted) yield batch.build(`${survey.sha256}:${done}`)
  }

  return { platform: 'file', read }
}

function sort(item: Item, batch: BatchBuilder, context: RowContext, wants: Wants): void {
  const { line } = item
  const post = 'row' in item ? toPost(item.row, context) : { reason: item.reason }
  if ('reason' in post) batch.rejected.push({ line, reason: post.reason })
  else batch.offer(post, wants)
}

async function* importItems(
  path: string,
  { encoding, newline, layout, bytes: total }: Survey,
  signal: AbortSignal,
  onProgress: Progress | undefined,
): AsyncGenerator<Item> {
  let bytes = 0
  const onBytes = (chunk: Uint8Array) => {
    bytes += chunk.length
    onProgress?.({ phase: 'import', bytes, total })
  }
  for await (const items of readItems(path, layout, { encoding, newline, signal, onBytes })) yield* items
}

function itemsDone(cursor: string | null, sha256: string): number {
  const [file, items] = cursor?.split(':') ?? []
  return file === sha256 ? Number(items) : 0
}
