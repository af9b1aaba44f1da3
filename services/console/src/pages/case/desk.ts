import type { CaseView } from '@hark/contract'
import type { Criterion, Texts } from '@hark/domain'
import { createContext, useContext } from 'react'
import type { Chosen } from '../../parts/post-text/selection.ts'
import type { Draft } from './draft.ts'
import type { Lease } from './use-lease.ts'

export type Target = Criterion | 'quote'

/** What the parts of an open case share. */
export type Desk = {
  c: CaseView
  texts: Texts
  draft: Draft
  update: (change: (old: Draft) => Draft) => void
  /** Why nothing can be changed now, or null. */
  readOnly: string | null
  lit: string | null
  light: (kind: string | null) => void
  /** The next selection in the post goes here. */
  marking: Target | null
  setMarking: (target: Target | null) => void
  /** Puts words of a post where they belong. */
  assign: (target: Target, chosen: Chosen) => void
  lease: Lease
}

const DeskContext = createContext<Desk | null>(null)
export const DeskProvider = DeskContext.Provider

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk outside a case')
  return desk
}
