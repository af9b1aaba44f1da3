import type { PurposeBody } from '@hark/contract'

/** A text put aside for another, so that neither is lost. */
export type Aside = { whose: 'yours' | 'saved'; purpose: PurposeBody }
/** A purpose as somebody is rewriting it here, and what was saved when they began; null where that is not known. */
export type PurposeDraft = { purpose: PurposeBody; base: PurposeBody | null; asides: Aside[] }

export const fields = {
  responsible: 'People responsible',
  objective: 'Objective',
  strategy: 'Strategy',
  markets: 'Markets',
  languages: 'Languages',
} as const
type Field = keyof typeof fields

export const inWords = (value: string | readonly string[]): string =>
  (typeof value === 'string' ? value : value.join(', ')).trim()

/** The fields in which two purposes differ. */
export const differences = (a: PurposeBody, b: PurposeBody): Field[] =>
  (Object.keys(fields) as Field[]).filter((field) => inWords(a[field]) !== inWords(b[field]))

/** Whether what was written here was begun from a text that is no longer the saved one. */
export function overtaken(draft: PurposeDraft, saved: PurposeBody): boolean {
  if (differences(draft.purpose, saved).length === 0) return false
  return draft.base === null || differences(draft.base, saved).length > 0
}

/** The draft as it goes on from the saved text of now: where nothing was written, it follows that. */
export function following(draft: PurposeDraft, saved: PurposeBody): PurposeDraft {
  const untouched = draft.base !== null && differences(draft.purpose, draft.base).length === 0
  return untouched ? { ...draft, purpose: saved, base: saved } : draft
}

/** One's own text goes on; what somebody saved meanwhile is at hand beside it. */
export const goOnWithMine = (draft: PurposeDraft, saved: PurposeBody): PurposeDraft => ({
  purpose: draft.purpose,
  base: saved,
  asides: [...draft.asides, { whose: 'saved', purpose: saved }],
})

/** What is saved goes on; one's own text is at hand beside it. */
export const takeSaved = (draft: PurposeDraft, saved: PurposeBody): PurposeDraft => ({
  purpose: saved,
  base: saved,
  asides: [...draft.asides, { whose: 'yours', purpose: draft.purpose }],
})

/** The text put aside comes back, and the one that was being written goes aside. */
export const swap = (draft: PurposeDraft, at: number): PurposeDraft => ({
  ...draft,
  purpose: draft.asides[at]?.purpose ?? draft.purpose,
  asides: draft.asides.map((aside, n) => (n === at ? { whose: 'yours', purpose: draft.purpose } : aside)),
})

/** What is kept in this browser, or a beginning from the saved text; text of an older Hark does not say what it was begun from. */
export function draftOf(body: string | undefined, saved: PurposeBody): PurposeDraft {
  const held = parsed(body)
  if (!held) return { purpose: saved, base: saved, asides: [] }
  return 'purpose' in held ? held : { purpose: { ...saved, ...held }, base: null, asides: [] }
}

function parsed(body: string | undefined): PurposeDraft | Partial<PurposeBody> | null {
  try {
    return JSON.parse(body ?? 'null')
  } catch {
    return null
  }
}
