import { readFileSync } from 'node:fs'
import { loadResources, type Resources, readCandidate, UnfitCandidate, withCandidate } from '@hark/detection'
import { UsageError } from '../command.ts'

/** The shipped detector, or the shipped detector under a candidate of `hark train`. */
export function resourcesWith(candidateFile: string | undefined): Resources {
  const resources = loadResources()
  if (!candidateFile) return resources
  try {
    return withCandidate(resources, readCandidate(readFileSync(candidateFile, 'utf8'), resources.modelId))
  } catch (error) {
    if (error instanceof UnfitCandidate) throw new UsageError(error.message)
    throw error
  }
}
