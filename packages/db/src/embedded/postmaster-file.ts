import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What Postgres writes about itself into its data folder: line 1 its pid, line 8 how far it is. */
export function readPostmasterFile(cluster: string): { pid: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : null
  } catch {
    return null
  }
}

export function removePostmasterFile(cluster: string): void {
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
}
