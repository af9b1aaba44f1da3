import { open } from 'node:fs/promises'
import { DomainError } from '@hark/domain'
import type { Lane, Page } from '../poll/lane.ts'
import { shortHash } from './feed-cursor.ts'
import { readFeed } from './fetch-feed.ts'
import { feedLimits } from './limits.ts'
import { postsOf } from './post.ts'

/** A feed saved as a file, read again only when its bytes are others. */
export function fileLane(path: string, nowMs: () => number): Lane {
  return {
    key: `file:${path}`,
    everyMs: 60_000,
    async *walk(cursor): AsyncGenerator<Page, void> {
      const bytes = await bytesOf(path)
      const body = shortHash(bytes)
      if (body === cursor) return
      const feed = await readFeed({ bytes, contentType: null, base: null })
      yield { ...postsOf(feed, { url: null, receivedAt: new Date(nowMs()).toISOString() }), cursor: body }
    },
  }
}

/** All of a file, or `import.bad_file`. */
export async function bytesOf(path: string): Promise<Buffer> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    if (size <= feedLimits.bytes) return await file.readFile()
  } catch {
    throw new DomainError('import.bad_file', 'There is no such file, or it cannot be read.')
  }
  throw new DomainError('import.bad_file', 'The file is larger than any feed.')
}
