export { countryOfZone } from './country-of-zone.ts'
export { type IntakeCase, type IntakePacket, type IntakePost, intakePacket } from './intake-packet.ts'
