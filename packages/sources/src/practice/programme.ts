import { fileURLToPath } from 'node:url'

/** The practice programme: invented medicines of an invented company, as JSON. */
export const practiceProgramme = fileURLToPath(new URL('../../practice/programme.json', import.meta.url))
