import { randomUUID } from 'node:crypto'
import { open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Appears under its name only when complete and on disk: a watcher never reads half a case. */
export async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const draft = `${path}.${randomUUID()}.new`
  try {
    const handle = await open(draft, 'wx', 0o640)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

const DRAFT = /\.json\.[0-9a-f-]{36}\.new$/

/**
 * Takes away what a process killed while writing left behind: the file is written again under another draft, and nobody
 * else would ever remove what holds a case. A draft taken from a process still writing fails there, and is tried again.
 */
export async function removeDrafts(dir: string): Promise<void> {
  for (const name of await readdir(dir)) if (DRAFT.test(name)) await rm(join(dir, name), { force: true })
}
