import type { Criteria, Structure } from '@hark/domain'
import type { Match } from '../match/matcher.ts'
import type { Reading } from '../reading.ts'
import { dosesOf } from './doses.ts'
import { describePatients } from './patients.ts'
import { missingOf } from './questions.ts'
import { reporterOf } from './reporter.ts'
import { rolesOf } from './roles.ts'
import { timesOf } from './times.ts'

type Parts = Omit<Structure, 'missing'>
type Medicines = { matches: readonly Match[]; others: readonly Match[] }

/** Of one text about several medicines all but what is missing is the same for each: it is read once. */
const known = new WeakMap<Reading, Parts>()

function partsOf(reading: Reading, { matches, others }: Medicines): Parts {
  const { patients, taken } = describePatients(reading)
  const doses = dosesOf(reading.tokens.folded)
  const often = doses.filter(({ kind }) => kind === 'frequency')
  return {
    medicines: rolesOf(reading.tokens, reading.cues, matches, others),
    patients,
    // The "a day" of "three times a day" says how often, not when.
    times: timesOf(reading.tokens.folded, taken).filter(
      (time) => !often.some(({ start, end }) => start <= time.start && end >= time.end),
    ),
    doses,
    reporter: reporterOf(reading),
  }
}

/**
 * What a case needs beyond the finding: medicines with their roles, what is missing and how to ask for it, patients, times, doses,
 * reporter. `matches` are the products named, `others` the medicines beside them: the same for every finding of a reading. Read for
 * flagged posts only: nobody looks at the rest.
 */
export function structureOf(
  reading: Reading,
  matches: readonly Match[],
  criteria: Criteria,
  others: readonly Match[] = [],
): Structure {
  const parts = known.get(reading) ?? partsOf(reading, { matches, others })
  known.set(reading, parts)
  const { medicines, ...rest } = parts
  return { medicines, missing: missingOf(criteria, reading.language.lang), ...rest }
}
