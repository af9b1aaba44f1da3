import { readFileSync } from 'node:fs'
import { OperatorError } from '@hark/runtime'

/** The text of the candidate to put to use; null where none is named. Throws OperatorError where it cannot be read. */
export function readCandidateFile(path: string | undefined): string | null {
  if (path === undefined) return null
  try {
    return readFileSync(path, 'utf8')
  } catch (err) {
    throw new OperatorError(`HARK_CANDIDATE: ${path} cannot be read (${(err as NodeJS.ErrnoException).code})`)
  }
}
