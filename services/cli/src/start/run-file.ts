import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, ownIdentity, type ProcessIdentity } from '@hark/db'

/** What a running `hark start` tells other commands on the same data. */
export type Run = { process: ProcessIdentity; address: string; databaseUrl: string }

const fileIn = (dataDir: string) => join(dataDir, 'run.json')

/** Readable by this account alone: the URL holds a password. */
export function writeRun(dataDir: string, run: Omit<Run, 'process'>): void {
  writeFileSync(fileIn(dataDir), JSON.stringify({ process: ownIdentity(), ...run }), { mode: 0o600 })
}

export function removeRun(dataDir: string): void {
  rmSync(fileIn(dataDir), { force: true })
}

/** Null when nothing runs on this data, also when a killed run left its file behind. */
export function readRun(dataDir: string): Run | null {
  try {
    const run: Run = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'))
    return isRunning(run.process) ? run : null
  } catch {
    return null
  }
}
