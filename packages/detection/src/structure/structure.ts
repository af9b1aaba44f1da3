import type { Criteria, Structure } from '@hark/domain'
import type { Match } from '../match/matcher.ts'
import type { Reading } from '../reading.ts'
import { dosesOf } from './doses.ts'
import { describePatients } from './patients.ts'
import { missingOf } from './questions.ts'
import { reporterOf } from './reporter.ts'
import { rolesOf } from './roles.ts'
import { timesOf } from './times.ts'

/**
 * What a case needs beyond the finding: medicines with their roles, what is missing and how to ask for it, patients, times, doses,
 * reporter. `matches` are the products named, `others` the medicines beside them. Read for flagged posts only: nobody looks at the rest.
 */
export function structureOf(
  reading: Reading,
  matches: readonly Match[],
  criteria: Criteria,
  others: readonly Match[] = [],
): Structure {
  const { patients, taken } = describePatients(reading)
  return {
    medicines: rolesOf(reading.tokens, reading.cues, matches, others),
    missing: missingOf(criteria, reading.language.lang),
    patients,
    times: timesOf(reading.tokens.folded, taken),
    doses: dosesOf(reading.tokens.folded),
    reporter: reporterOf(reading),
  }
}
