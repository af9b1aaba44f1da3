import type { DecisionView } from '@hark/contract'
import { Instant } from '../clock/instant.tsx'
import { ConclusionText } from './conclusion-text.tsx'
import css from './sign.module.css'

/** What a decision says, read from what was signed; where those bytes held the words themselves, they went with the post. */
export function Concluded({ decision: d }: { decision: Pick<DecisionView, 'conclusion' | 'bytesErasedAt'> }) {
  if (d.conclusion) return <ConclusionText conclusion={d.conclusion} />
  return (
    <p className={css.quiet}>
      Its text was erased with its post
      {d.bytesErasedAt && (
        <>
          {' '}
          <Instant at={d.bytesErasedAt} />
        </>
      )}
      ; the hash that was signed, and the signature, stand.
    </p>
  )
}
