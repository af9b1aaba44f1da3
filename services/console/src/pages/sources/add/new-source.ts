import type { PlatformView, ProgrammeView, Receipt } from '@hark/contract'
import type { Answers } from './answers.ts'

/** What is being set up. Secrets live here for as long as the page is open, and nowhere else in the browser. */
export type NewSource = {
  answers: Answers
  name: string
  credentials: Record<string, string>
  hookSecrets: Record<string, string>
  permission: string
  acknowledge: string
  /** A source of this name is to be set up anew. */
  replace: boolean
}
export const blank: NewSource = {
  answers: {},
  name: '',
  credentials: {},
  hookSecrets: {},
  permission: '',
  acknowledge: '',
  replace: false,
}

/** What a reload brings back: never a secret, and no name under terms nobody has read again. */
export const keepable = ({ answers, name, permission }: NewSource) => ({ answers, name, permission })

export type StepProps = {
  programme: ProgrammeView
  platform: PlatformView
  given: NewSource
  set: (part: Partial<NewSource>) => void
  next: () => void
  back: () => void
}

/** Answered by the api once the source listens. */
export type Added = {
  sourceId: string
  hook: string | null
  made: Record<string, string>
  receipt: Receipt
}

export const filledIn = (secrets: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''))
