import { type CaseView, routes } from '@hark/contract'
import { mapWords } from '@hark/domain'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { forget, keep, kept } from '../../parts/case/kept-text.ts'
import { type Draft, draftFrom, newestDraft } from './draft.ts'

export type Saved = 'nothing' | 'saving' | 'saved' | 'here'
const PAUSE_MS = 700

/** The half-made conclusion: in this browser at every keystroke, on the server a moment later. */
export function useDraft(c: CaseView) {
  const key = `draft.${useSession().person.id}.${c.id}`
  const [draft, setDraft] = useState(() => decidedDraft(c) ?? newestDraft(c.draft, kept(key)))
  const [saved, setSaved] = useState<Saved>(c.draft ? 'saved' : 'nothing')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(draft)
  const unsaved = useRef(false)
  const save = useCallback(() => {
    clearTimeout(timer.current)
    if (!unsaved.current) return
    unsaved.current = false
    const body = JSON.stringify(latest.current)
    call(routes.cases.saveDraft, { params: { id: c.id }, body: { body } }).then(
      () => setSaved(unsaved.current ? 'saving' : 'saved'),
      () => setSaved('here'),
    )
  }, [c.id])

  const update = useCallback(
    (change: (old: Draft) => Draft) => {
      const next = change(latest.current)
      latest.current = next
      setDraft(next)
      keep(key, JSON.stringify(next))
      unsaved.current = true
      setSaved('saving')
      clearTimeout(timer.current)
      timer.current = setTimeout(save, PAUSE_MS)
    },
    [key, save],
  )
  const done = useCallback(() => {
    clearTimeout(timer.current)
    unsaved.current = false
    forget(key)
  }, [key])
  useEffect(() => save, [save])
  return { draft, update, saved, done }
}

/** A concluded case shows what was concluded, as far as its words are there. */
const decidedDraft = (c: CaseView): Draft | null =>
  c.decision?.conclusion && c.decision.state !== 'voided'
    ? draftFrom(JSON.stringify(mapWords(c.decision.conclusion, (w) => (typeof w === 'string' ? w : ''))))
    : null
