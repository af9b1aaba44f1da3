import type { CasesTables } from './cases.ts'
import type { DecisionsTables } from './decisions.ts'
import type { GateTables } from './gate.ts'
import type { LedgerTables } from './ledger.ts'
import type { PeopleTables } from './people.ts'
import type { PostsTables } from './posts.ts'
import type { ProgrammesTables } from './programmes.ts'
import type { SamplesTables } from './samples.ts'

/** Row types of every table, as migrations/ makes them. `gate.*` are the publishing gate's. */
export type Tables = LedgerTables &
  PeopleTables &
  ProgrammesTables &
  PostsTables &
  CasesTables &
  DecisionsTables &
  SamplesTables &
  GateTables
