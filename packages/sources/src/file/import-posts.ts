import { compileMatcher } from '@hark/detection'
import type { Post, Programme } from '@hark/domain'
import type { PolicyManifest } from '../policy.ts'
import { practicePolicy } from '../practice/policy.ts'
import type { Batch } from '../source.ts'
import { type FileConfig, fileSource } from './file-source.ts'
import { filePolicy } from './policy.ts'
import type { Progress } from './survey.ts'

/** What a practice programme takes in becomes a practice post, under no third party's terms. */
export const importPolicy = ({ kind }: Pick<Programme, 'kind'>): PolicyManifest =>
  kind === 'practice' ? practicePolicy : filePolicy

type Counts = { unmatched: number; duplicate: number; stored: number; rejected: number }
export type Imported = Counts & { offered: number }

export type FileImport = {
  file: FileConfig
  programme: Programme
  /** Of an import that was interrupted: it goes on from there. */
  cursor: string | null
  signal: AbortSignal
  onProgress?: Progress
  /** Keeps a batch and the place in the file together; null where another import of the file was there first. */
  store: (batch: Batch, cursorBefore: string | null) => Promise<Counts | null>
}

/** Reads a file into a programme, whoever asked for it. Null where another import of the same file is running. */
export async function importPosts(i: FileImport): Promise<Imported | null> {
  const own = i.programme.kind === 'practice' ? asPractice : (posts: Post[]) => posts
  const match = compileMatcher(i.programme.products)
  const source = fileSource(i.file, {
    wants: (text) => match(text).length > 0,
    ...(i.onProgress && { onProgress: i.onProgress }),
  })
  const sum: Imported = { offered: 0, unmatched: 0, duplicate: 0, stored: 0, rejected: 0 }
  let { cursor } = i
  for await (const batch of source.read(i.signal, cursor)) {
    const stored = await i.store({ ...batch, posts: own(batch.posts) }, cursor)
    if (!stored) return null
    cursor = batch.cursor
    add(sum, stored, batch.offered)
  }
  return sum
}

/** A practice programme holds practice posts alone: whatever a file says they are, nobody real is ever answered from there. */
const asPractice = (posts: Post[]): Post[] => posts.map((post) => ({ ...post, platform: 'practice' }))

function add(sum: Imported, c: Counts, offered: number): void {
  sum.offered += offered
  sum.unmatched += c.unmatched
  sum.duplicate += c.duplicate
  sum.stored += c.stored
  sum.rejected += c.rejected
}
