import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import {
  type Counts,
  connect,
  type Db,
  endSource,
  findProgramme,
  openFileSource,
  type SourceToRead,
  sealer,
  storeBatch,
} from '@hark/db'
import { compileMatcher } from '@hark/detection'
import type { Post } from '@hark/domain'
import { adapters, fileSource, type SavedProfile } from '@hark/sources'
import type { Secrets } from '../start/secrets.ts'

export type ImportRequest = {
  url: string
  path: string
  programme: string
  dateOrder: 'dmy' | 'mdy' | undefined
  profile: SavedProfile | undefined
  secrets: Pick<Secrets, 'file'>
  signal: AbortSignal
  onProgress: (p: { phase: string; done: number; total: number }) => void
  onRejected: (line: string) => void
}

export type Imported = Counts & { offered: number; source: string }

/** Reads a file into a programme through the same store as every source. Each batch and the place in the file commit together. */
export async function importFile(r: ImportRequest): Promise<Imported> {
  const db = connect({ url: r.url, max: 2 })
  try {
    const programme = await findProgramme(db, r.programme)
    const source = await openFileSource(db, {
      programmeId: programme.id,
      name: `file ${basename(r.path)}`,
      // What a practice programme takes in becomes a practice post, under no third party's terms.
      policy: (programme.kind === 'practice' ? adapters.practice : adapters.file)?.policy,
    })
    const match = compileMatcher(programme.products)
    const own = programme.kind === 'practice' ? asPractice : (posts: Post[]) => posts
    return await readAll(db, r, source, { wants: (text) => match(text).length > 0, own })
  } finally {
    await db.destroy()
  }
}

/** A practice programme holds practice posts alone: whatever a file says they are, nobody real is ever answered from there. */
const asPractice = (posts: Post[]): Post[] => posts.map((post) => ({ ...post, platform: 'practice' }))

type Taking = { wants: (text: string) => boolean; own: (posts: Post[]) => Post[] }

async function readAll(
  db: Db,
  r: ImportRequest,
  source: SourceToRead,
  { wants, own }: Taking,
): Promise<Imported> {
  const key = (name: 'private-key' | 'pseudonym-key') =>
    Buffer.from(readFileSync(r.secrets.file(name), 'utf8').trim(), 'hex')
  const sealing = {
    pseudonymKey: key('pseudonym-key'),
    sealHandle: sealer(key('private-key'), 'handle').seal,
  }
  const file = fileSource(
    {
      path: r.path,
      ...(r.dateOrder && { dateOrder: r.dateOrder }),
      ...(r.profile && { profile: r.profile }),
    },
    { wants, onProgress: (p) => r.onProgress(progressOf(p)) },
  )
  const sum: Imported = {
    source: source.name,
    offered: 0,
    unmatched: 0,
    duplicate: 0,
    stored: 0,
    rejected: 0,
  }
  let cursor = source.cursor
  for await (const batch of file.read(r.signal, cursor)) {
    const posts = own(batch.posts)
    const stored = await storeBatch(
      db,
      { ...batch, posts, sourceId: source.id, cursorBefore: cursor },
      sealing,
    )
    if (!stored) throw new Error('Another import of this file is running; wait for it to end.')
    cursor = batch.cursor
    for (const { line, reason } of batch.rejected) r.onRejected(`line ${line ?? '?'}: ${reason}`)
    add(sum, stored, batch.offered)
  }
  if (!r.signal.aborted) await endSource(db, source.id)
  return sum
}

function add(sum: Imported, c: Counts, offered: number): void {
  sum.offered += offered
  sum.unmatched += c.unmatched
  sum.duplicate += c.duplicate
  sum.stored += c.stored
  sum.rejected += c.rejected
}

const progressOf = (p: { phase: string; bytes: number; total: number }) => ({
  phase: p.phase,
  done: p.bytes,
  total: p.total,
})
