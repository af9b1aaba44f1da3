import type { PurposeBody } from '@hark/contract'
import { useState } from 'react'
import { forget, keep, kept } from '../../parts/case/kept-text.ts'
import { draftOf, following, overtaken, type PurposeDraft } from './purpose-draft.ts'

/** A purpose being rewritten: in this browser at every keystroke, with what was saved when it was begun. */
export function usePurposeDraft(id: string, saved: PurposeBody) {
  const key = `purpose.${id}`
  const [written, setWritten] = useState(() => draftOf(kept(key)?.body, saved))
  const draft = following(written, saved)
  return {
    draft,
    overtaken: overtaken(draft, saved),
    write: (next: PurposeDraft) => {
      setWritten(next)
      keep(key, JSON.stringify(next))
    },
    forget: () => forget(key),
  }
}
