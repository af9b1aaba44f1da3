import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Post } from '@hark/domain'
import type { Batch, Rejection } from '../source.ts'
import { type FileConfig, type FileDeps, fileSource } from './file-source.ts'
import type { Survey } from './survey.ts'

export type Imported = {
  posts: Post[]
  rejected: Rejection[]
  unmatched: number
  offered: number
  batches: Batch[]
  survey: Survey | undefined
}

/** Tests only: a file that is gone when its scope ends. */
export async function temporaryFile(content: string | Uint8Array, name = 'import.csv') {
  const folder = await mkdtemp(join(tmpdir(), 'hark-import-'))
  const path = join(folder, name)
  await writeFile(path, content)
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/** Tests only: imports a file to its end, as an ingest would. */
export async function importFile(
  config: FileConfig,
  deps: FileDeps = {},
  cursor: string | null = null,
): Promise<Imported> {
  const imported: Imported = {
    posts: [],
    rejected: [],
    unmatched: 0,
    offered: 0,
    batches: [],
    survey: undefined,
  }
  const onSurvey = (survey: Survey) => {
    imported.survey = survey
  }
  const nowMs = () => Date.UTC(2026, 10, 22)
  const source = fileSource(config, { nowMs, onSurvey, ...deps })
  for await (const batch of source.read(new AbortController().signal, cursor)) {
    imported.batches.push(batch)
    imported.posts.push(...batch.posts)
    imported.rejected.push(...batch.rejected)
    imported.unmatched += batch.unmatched
    imported.offered += batch.offered
  }
  return imported
}

/** Tests only: imports what is given as the content of a file. */
export async function importText(
  content: string | Uint8Array,
  config: Partial<FileConfig> = {},
  deps: FileDeps = {},
) {
  await using file = await temporaryFile(content)
  return await importFile({ path: file.path, ...config }, deps)
}
