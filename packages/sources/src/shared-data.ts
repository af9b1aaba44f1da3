import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')
const root = resolve(repository, process.env.HARK_SHARED ?? '../shared')

/** Tests only: a file of the recorded platform data, which lives outside the project and is never copied into it. */
export function sharedFile(path: string): { path: string; absent: boolean; lines: () => string[] } {
  const file = join(root, path)
  return {
    path: file,
    absent: !existsSync(file),
    lines: () => readFileSync(file, 'utf8').split('\n').filter(Boolean),
  }
}
