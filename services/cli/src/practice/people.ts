import { randomInt } from 'node:crypto'
import type { Role } from '@hark/domain'

export type PracticePerson = { username: string; printedName: string; roles: Role[] }
export type Credentials = PracticePerson & { password: string; totpSecret: string }

/** Enough people to walk the whole journey: whoever drafts never signs, so there are two who review and one who leads. */
export const practicePeople: PracticePerson[] = [
  { username: 'ana', printedName: 'Ana Torres', roles: ['pv_reviewer'] },
  { username: 'ben', printedName: 'Ben Okafor', roles: ['pv_reviewer'] },
  { username: 'lea', printedName: 'Dr Lea Brandt', roles: ['pv_lead'] },
  { username: 'max', printedName: 'Dr Max Ilves', roles: ['pv_lead'] },
  { username: 'cam', printedName: 'Cam Dubois', roles: ['comms'] },
  { username: 'ivo', printedName: 'Ivo Marek', roles: ['auditor'] },
  { username: 'oda', printedName: 'Oda Lind', roles: ['operator'] },
]

const syllables = ['ba', 'de', 'fi', 'go', 'hu', 'ka', 'le', 'mi', 'no', 'pu', 'ra', 'se', 'ti', 'vo', 'zu']

/** Random, sayable, different in every deployment: about 62 bits. */
export function practicePassword(): string {
  const word = () => Array.from({ length: 4 }, () => syllables[randomInt(syllables.length)]).join('')
  return `${word()}-${word()}-${word()}-${word()}`
}
