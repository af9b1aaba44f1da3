import type { CaseView } from '@hark/contract'
import {
  type CloseReason,
  type Conclusion,
  type Criterion,
  type CriterionFinding,
  checkConclusion,
  closeReasons,
  criteria,
  DomainError,
  type Texts,
} from '@hark/domain'
import { criterionNames } from '../../parts/words/names.ts'

type Undecided<T> = { [K in keyof T]: T[K] | null }
/** A conclusion as the form holds it: everything may still be open. */
export type Draft = Omit<Conclusion, 'criteria' | 'forwardable' | 'validNow'> & {
  criteria: Record<Criterion, CriterionFinding | null>
} & Undecided<Pick<Conclusion, 'forwardable' | 'validNow'>>

export const emptyDraft = (): Draft => ({
  criteria: { patient: null, reporter: null, product: null, event: null },
  events: [],
  special: [],
  forwardable: null,
  validNow: null,
  closeReason: null,
  quote: null,
  duplicateOf: null,
  note: '',
})

/** Reads a kept draft; anything unreadable or of an older shape starts anew rather than half. */
export function draftFrom(body: string | undefined): Draft | null {
  try {
    const raw = JSON.parse(body ?? 'null') as Partial<Draft> | null
    const whole = raw && criteria.every((c) => raw.criteria && c in raw.criteria) && Array.isArray(raw.events)
    return whole ? { ...emptyDraft(), ...raw } : null
  } catch {
    return null
  }
}

/** The newest of what the server and this browser kept. */
export function newestDraft(
  server: { body: string; savedAt: string } | null,
  local: { body: string; at: string } | null,
): Draft {
  const localFirst = local && (!server || local.at > server.savedAt)
  const first = localFirst ? [local.body, server?.body] : [server?.body, local?.body]
  return draftFrom(first[0]) ?? draftFrom(first[1]) ?? emptyDraft()
}

export const textsOf = (c: Pick<CaseView, 'postList'>): Texts =>
  new Map(c.postList.flatMap((p) => (p.text === null ? [] : [[p.id, p.text] as const])))

/** Marks forwarding open or closed as the keys 1–9 do; what contradicts it is cleared. */
export function decide(draft: Draft, choice: 'forward' | 'valid' | CloseReason): Draft {
  if (choice === 'forward' || choice === 'valid')
    return {
      ...draft,
      forwardable: true,
      validNow: choice === 'valid',
      closeReason: null,
      quote: null,
      duplicateOf: null,
    }
  return { ...draft, forwardable: false, validNow: false, closeReason: choice }
}

/** The draft as the api takes it; null while something is open. On closing, what was left open is said to be missing. */
export function conclusionOf(draft: Draft): Conclusion | null {
  const { forwardable, validNow } = draft
  if (forwardable === null || validNow === null) return null
  const open = draft.closeReason ? `Not asked: closed as “${closeReasons[draft.closeReason]}”.` : null
  const entries = criteria.map((c) => [c, draft.criteria[c] ?? (open && { missing: open })] as const)
  if (entries.some(([, found]) => found === null)) return null
  const resolved = Object.fromEntries(entries) as Conclusion['criteria']
  return { ...draft, criteria: resolved, forwardable, validNow }
}

/** Why the draft cannot be concluded yet, or null; the rules are the server's own. */
export function whyNotConclude(draft: Draft, texts: Texts): string | null {
  if (draft.forwardable === null) return 'Choose: forward to safety, or close with a reason.'
  const open = criteria.find((c) => draft.criteria[c] === null)
  if (draft.forwardable && open)
    return `${criterionNames[open]} is open: confirm its words or mark it as missing.`
  const conclusion = conclusionOf(draft)
  if (!conclusion) return 'Choose whether this is a valid ICSR now.'
  try {
    checkConclusion(conclusion, texts)
    return null
  } catch (error) {
    return error instanceof DomainError ? error.message : 'This cannot be concluded as it stands.'
  }
}
