import { isInForce, type Template } from '../template.ts'
import { primaryLanguage } from '../words/index.ts'
import { acknowledgements } from './acknowledgement.ts'
import { emergencies } from './emergency.ts'

/** Templates that come with Hark. An adopter's own are `Template`s too and go through the same lint. */
export const templates: readonly Template[] = [...acknowledgements, ...emergencies]

/** A template by id, whatever its dates; the lint says whether it is in force (R11). */
export const templateOf = (id: string): Template | null => templates.find((t) => t.id === id) ?? null

/** Templates in force at an instant, emergencies last; `lang` narrows to one language. */
export const templatesInForce = (at: string, lang?: string): Template[] =>
  templates.filter((t) => isInForce(t, at) && (!lang || t.lang === primaryLanguage(lang)))
