import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const LIMIT = 10_000_000
const KEPT = 3

/** Appends lines to a file, keeping the last few files of at most 10 MB. */
export function openLog(path: string, limit = LIMIT): { write: (line: string) => void } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return {
    write(line) {
      if (size > limit) {
        rotate(path)
        size = 0
      }
      appendFileSync(path, `${line}\n`, { mode: 0o600 })
      size += Buffer.byteLength(line) + 1
    },
  }
}

function rotate(path: string): void {
  rmSync(`${path}.${KEPT}`, { force: true })
  for (let n = KEPT - 1; n >= 1; n--) {
    if (statSync(`${path}.${n}`, { throwIfNoEntry: false })) renameSync(`${path}.${n}`, `${path}.${n + 1}`)
  }
  renameSync(path, `${path}.1`)
}

/** A service's own lines are JSON with their time; anything else (a crash's last words) gets the time and the name. */
export function pipeLines(stream: Readable, service: string, write: (line: string) => void): void {
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
    write(line.startsWith('{') ? line : `${new Date().toISOString()} ${service} ${line}`)
  })
}
