import { loadResources, type Resources, readCandidate, UnfitCandidate, withCandidate } from '@hark/detection'
import { UsageError } from '../command.ts'
import { readGiven } from '../given-file.ts'

/** The shipped detector, or the shipped detector under a candidate of `hark train`. */
export function resourcesWith(candidateFile: string | undefined): Resources {
  if (!candidateFile) return loadResources()
  const candidate = readGiven(candidateFile)
  const resources = loadResources()
  try {
    return withCandidate(resources, readCandidate(candidate, resources.modelId))
  } catch (error) {
    if (error instanceof UnfitCandidate) throw new UsageError(`${candidateFile}: ${error.message}`)
    throw error
  }
}
