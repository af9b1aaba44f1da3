import type { Post } from '@hark/domain'
import { type FileConfig, fileSource } from './file-source.ts'
import { fields, type Role } from './profiles.ts'
import type { Survey } from './survey.ts'

/** What an import would make of a file, without importing. */
export type Preview = {
  survey: Survey
  /** Every column of the file with the field it fills, null where it stays in the raw row alone. Empty for JSONL. */
  columns: { column: string; field: Role | null }[]
  offered: number
  /** The first posts. */
  posts: Post[]
  rejected: { line: number | null; reason: string }[]
}

/** Reads a whole file and stores nothing. Throws `import.bad_file` where nothing of it could be imported. */
export async function previewFile(config: FileConfig, most: number, signal: AbortSignal): Promise<Preview> {
  let survey: Survey | undefined
  const preview: Omit<Preview, 'survey' | 'columns'> = { offered: 0, posts: [], rejected: [] }
  const source = fileSource(config, { onSurvey: (found) => (survey = found) })
  for await (const batch of source.read(signal, null)) {
    preview.offered += batch.offered
    preview.posts.push(...batch.posts.slice(0, most - preview.posts.length))
    for (const { line, reason } of batch.rejected) preview.rejected.push({ line: line ?? null, reason })
  }
  signal.throwIfAborted()
  const found = survey as Survey
  return { survey: found, columns: columnsOf(found), ...preview }
}

function columnsOf({ layout }: Survey): Preview['columns'] {
  if (layout.format === 'jsonl') return []
  const { names, cells } = layout.header
  return names.map((name, at) => ({
    column: name.trim() || `column ${at + 1}`,
    field: fields.find((field) => cells[field]?.includes(at)) ?? null,
  }))
}
