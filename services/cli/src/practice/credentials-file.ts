import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Credentials } from './people.ts'

const path = (dataDir: string): string => join(dataDir, 'secrets', 'practice-people.json')

/** Readable by this account alone; never half a file. */
export function keepCredentials(dataDir: string, people: readonly Credentials[]): void {
  writeFileSync(`${path(dataDir)}.new`, JSON.stringify(people, null, 2), { mode: 0o600, flush: true })
  renameSync(`${path(dataDir)}.new`, path(dataDir))
}

/** The seeded practice people, or null where this deployment is not a practice one. */
export function readCredentials(dataDir: string): Credentials[] | null {
  return existsSync(path(dataDir)) ? JSON.parse(readFileSync(path(dataDir), 'utf8')) : null
}
