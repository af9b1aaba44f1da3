export { countryOfZone } from './country-of-zone.ts'
export { type IntakeCase, type IntakePacket, type IntakePost, intakePacket } from './intake-packet.ts'
export { type Llt, loadMedDra, type MedDra, NotMedDra } from './meddra/med-ascii.ts'
export { lltRanker, type RankedLlt } from './meddra/rank-llts.ts'
