import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity.ts'

export type FolderLock =
  | { taken: true; release: () => void; leftBy: ProcessIdentity | null }
  | { taken: false; holder: ProcessIdentity }

/**
 * Takes `folder` for this process, or says who has it. A lock whose process is gone is cleared, and `leftBy`
 * names it: the earlier start ended without cleaning up.
 */
export function lockFolder(folder: string): FolderLock {
  const file = join(folder, 'lock')
  let leftBy: ProcessIdentity | null = null
  for (;;) {
    if (putInPlace(file, ownIdentity()))
      return { taken: true, release: () => rmSync(file, { force: true }), leftBy }
    const holder = readHolder(file)
    if (holder && isRunning(holder)) return { taken: false, holder }
    leftBy = holder ?? leftBy
    clearDeadLock(file)
  }
}

/** `link` fails when the name exists, and the name appears with its content complete: never half a lock. */
function putInPlace(file: string, holder: ProcessIdentity): boolean {
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    return createWithoutLinks(file, holder)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Some mounted folders (of virtual machines, say) know no links. */
function createWithoutLinks(file: string, holder: ProcessIdentity): boolean {
  try {
    writeFileSync(file, JSON.stringify(holder), { mode: 0o600, flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Between our look and our move another start may have put a living lock there: then it goes back. */
function clearDeadLock(file: string): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
    const moved = readHolder(aside)
    if (moved && isRunning(moved)) linkSync(aside, file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readHolder(file: string): ProcessIdentity | null {
  try {
    const { pid, startedAt } = JSON.parse(readFileSync(file, 'utf8'))
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : null
  } catch {
    return null
  }
}
