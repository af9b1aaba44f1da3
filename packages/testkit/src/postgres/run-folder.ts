import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { destroyPostgres } from '@hark/db'

const PREFIX = `hark-test-postgres-${process.getuid?.() ?? 0}-`

/** A folder of this run alone: several runs may go on beside each other. */
export function runFolder(): string {
  return mkdtempSync(join(tmpdir(), PREFIX))
}

/** Stops and deletes what killed runs left behind; a run that still lives holds its folder and is passed over. */
export async function clearAbandoned(): Promise<void> {
  for (const entry of readdirSync(tmpdir())) {
    const folder = join(tmpdir(), entry)
    if (entry.startsWith(PREFIX) && !isBeingMade(folder)) await destroyPostgres(folder).catch(() => {})
  }
}

/** Between making the folder and taking its lock lies a moment in which another run must not clear it. */
function isBeingMade(folder: string): boolean {
  const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
  return !existsSync(join(folder, 'lock')) && Date.now() - made < 60_000
}
