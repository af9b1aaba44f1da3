import { seriousnessNames, specialNames } from '../../parts/words/names.ts'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { proposedSeriousness, proposedSpecial } from './proposals.ts'

/** What detection saw and the reviewer has not taken over: a reminder, never a hindrance. Doubt counts as serious. */
export function Overlooked() {
  const { c, draft } = useDesk()
  if (draft.forwardable === null) return null
  const marked = new Set(draft.events.flatMap((e) => e.seriousness))
  const left = [
    ...proposedSeriousness(c)
      .filter((s) => !marked.has(s))
      .map((s) => seriousnessNames[s]),
    ...proposedSpecial(c)
      .filter((s) => !draft.special.includes(s))
      .map((s) => specialNames[s]),
  ]
  if (left.length === 0) return null
  return (
    <p className={css.overlooked} role="status">
      Detection also saw: <strong>{left.join(', ')}</strong>. You have not marked it.
    </p>
  )
}
