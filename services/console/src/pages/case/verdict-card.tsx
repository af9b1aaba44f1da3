import type { DecisionView } from '@hark/contract'
import { signAtOnce } from '@hark/domain'
import { Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { aheadQuery } from '../../api/cases.ts'
import { useWhyNot } from '../../api/session.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { SignDialog } from '../../parts/sign/sign-dialog.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Card } from './card.tsx'
import css from './case-page.module.css'
import { CloseDetails } from './close-details.tsx'
import { ConclusionChoices } from './conclusion-choices.tsx'
import { useDesk } from './desk.ts'
import { whyNotConclude } from './draft.ts'
import { Overlooked } from './overlooked.tsx'
import { useConclude } from './use-conclude.ts'
import type { Saved } from './use-draft.ts'
import { useNeighbours } from './use-neighbours.ts'

const savedWords: Record<Saved, string> = {
  nothing: '',
  saving: 'saving …',
  saved: 'draft saved',
  here: 'kept in this browser; the server has not got it yet',
}

type Props = { saved: Saved; onConcluded: (decision: DecisionView, atOnce: boolean) => void }

/** The conclusion of an open case, and the button that makes it. */
export function VerdictCard({ saved, onConcluded }: Props) {
  const { c, draft, texts, readOnly } = useDesk()
  const conclude = useConclude(onConcluded)
  const why = readOnly ?? whyNotConclude(draft, texts)
  useKeys({ 'mod+enter': () => !why && !conclude.isPending && conclude.mutate() })
  useNextAhead(c.id, why === null)
  const atOnce = draft.forwardable !== null && signAtOnce({ forwardable: draft.forwardable }, c.lane)
  return (
    <Card title="Conclusion" note={<span aria-live="polite">{savedWords[saved]}</span>}>
      {c.decision?.state === 'voided' && (
        <p className={css.fact}>An earlier decision is void: {c.decision.voidReason}</p>
      )}
      <ConclusionChoices />
      <CloseDetails />
      <Note />
      <Overlooked />
      <Refused error={conclude.error} />
      <div className={css.concludeLine}>
        <ReasonedButton size="sm" why={why} onClick={() => conclude.mutate()} loading={conclude.isPending}>
          {atOnce ? 'Conclude and sign…' : 'Conclude'}
        </ReasonedButton>
        <span className={css.fact}>{why ?? 'Ctrl+Enter'}</span>
      </div>
    </Card>
  )
}

function Note() {
  const { draft, update, readOnly } = useDesk()
  return (
    <Textarea
      label="Note"
      autosize
      minRows={1}
      maxLength={4000}
      readOnly={readOnly !== null}
      value={draft.note}
      onChange={(event) => {
        const note = event.currentTarget.value
        update((old) => ({ ...old, note }))
      }}
    />
  )
}

/** Has the next case at hand from the start, and anew once this one can be concluded. */
function useNextAhead(id: string, ready: boolean) {
  const client = useQueryClient()
  const { next } = useNeighbours(id)
  const mayWork = useWhyNot('case.work') === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: readiness asks again, without deciding anything
  useEffect(() => {
    if (mayWork && next) void client.prefetchQuery(aheadQuery(next))
  }, [ready, next, mayWork, client])
}

/** Signs what was just concluded, then goes on to the next case of the queue. */
export function useSignAndGoOn(id: string) {
  const { next, go } = useNeighbours(id)
  const [toSign, setToSign] = useState<DecisionView | null>(null)
  const goOn = () => {
    setToSign(null)
    go(next, true)
  }
  const dialog = toSign && <SignDialog decisions={[toSign]} onClose={goOn} postpone="Sign later" />
  return {
    dialog,
    concluded: (decision: DecisionView, atOnce: boolean) => (atOnce ? setToSign(decision) : goOn()),
  }
}
