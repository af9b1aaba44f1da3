import { importFields, type Post } from '@hark/domain'
import type { Wants } from '../source.ts'
import { searchableText } from '../storable-text.ts'
import { type FileConfig, fileSource } from './file-source.ts'
import type { Role, SavedProfile } from './profiles.ts'
import type { Survey } from './survey.ts'

/** What an import would make of a file, without importing. */
export type Preview = {
  survey: Survey
  /** Every column of the file with the field it fills, null where it stays in the raw row alone. Empty for JSONL. */
  columns: { column: string; field: Role | null }[]
  /** The mapping in force, as it would be saved; null for JSONL, which has none. */
  mapping: Omit<SavedProfile, 'name'> | null
  offered: number
  /** Posts that name no product: counted, and not stored. */
  unmatched: number
  /** The first posts that would be stored; where there is none, the first that would not. */
  posts: Post[]
  rejected: { line: number | null; reason: string }[]
}

/** Reads a whole file and stores nothing. Throws `import.bad_file` where nothing of it could be imported. */
export async function previewFile(
  config: FileConfig,
  most: number,
  signal: AbortSignal,
  wants: Wants = () => true,
): Promise<Preview> {
  let survey: Survey | undefined
  const seen: Pick<Preview, 'offered' | 'unmatched' | 'rejected'> = { offered: 0, unmatched: 0, rejected: [] }
  const [wanted, others]: [Post[], Post[]] = [[], []]
  const keepSome = (into: Post[], post: Post) => into.length < most && into.push(post)
  const source = fileSource(config, { onSurvey: (found) => (survey = found) })
  for await (const batch of source.read(signal, null)) {
    seen.offered += batch.offered
    for (const post of batch.posts) {
      const named = wants(searchableText(post.text, post.media), post)
      seen.unmatched += named ? 0 : 1
      keepSome(named ? wanted : others, post)
    }
    for (const { line, reason } of batch.rejected) seen.rejected.push({ line: line ?? null, reason })
  }
  signal.throwIfAborted()
  const found = survey as Survey
  const posts = wanted.length > 0 ? wanted : others
  return { survey: found, columns: columnsOf(found), mapping: mappingOf(found), posts, ...seen }
}

function columnsOf({ layout }: Survey): Preview['columns'] {
  if (layout.format === 'jsonl') return []
  const { names, cells } = layout.header
  return names.map((name, at) => ({
    column: nameOf(name, at),
    field: importFields.find((field) => cells[field]?.includes(at)) ?? null,
  }))
}

const nameOf = (name: string, at: number): string => name.trim() || `column ${at + 1}`

function mappingOf({ layout }: Survey): Preview['mapping'] {
  if (layout.format === 'jsonl') return null
  const { names, cells, joinsText, idsAreVendors } = layout.header
  const columns = Object.entries(cells).map(([field, list]) => [
    field,
    list.map((at) => nameOf(names[at] ?? '', at)),
  ])
  return {
    columns: Object.fromEntries(columns),
    ...(joinsText && { joinsText }),
    ...(idsAreVendors && { idsAreVendors }),
  }
}
