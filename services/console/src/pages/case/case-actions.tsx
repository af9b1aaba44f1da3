import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useWhyNot } from '../../api/session.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { type CaseDialog, CaseDialogs } from './case-dialogs.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { useCaseActs } from './use-case-acts.ts'
import { useNeighbours } from './use-neighbours.ts'

/** What can be done with a case besides concluding it, by button and by key. */
export function CaseActions() {
  const { c, lease, readOnly } = useDesk()
  const acts = useCaseActs()
  const mayNot = useWhyNot('case.work')
  const [dialog, setDialog] = useState<CaseDialog>(null)
  const { next, previous, go } = useNeighbours(c.id)
  const taken = c.lease && !c.lease.mine ? `${c.lease.by.printedName} has this case.` : null
  const whyNotClaim = mayNot ?? taken ?? (c.state === 'open' ? null : `This case is ${c.state}.`)
  useClaimOnOpen(whyNotClaim === null && lease.token === null, lease.claim)

  const undo = () => {
    if (c.mayUndo && !readOnly) acts.undo.mutate()
    else if (c.state === 'concluded' && !mayNot) setDialog('withdraw')
  }
  const hold = () => {
    if (c.state === 'held' && !mayNot) acts.resume.mutate()
    else if (!readOnly) setDialog('hold')
  }
  const claim = () => {
    if (lease.token) setDialog('release')
    else if (!whyNotClaim) lease.claim()
  }
  useKeys({
    c: claim,
    h: hold,
    u: undo,
    s: () => !readOnly && setDialog('split'),
    'shift+j': () => !readOnly && setDialog('join'),
    j: () => go(next),
    k: () => go(previous),
  })
  const error = Object.values(acts).find((act) => act.error && dialog === null)?.error ?? lease.error

  return (
    <div className={css.actions}>
      <ClaimButton why={whyNotClaim} onClick={claim} />
      <HoldButton mayNot={mayNot} onClick={hold} />
      <ReasonedButton variant="default" why={readOnly} onClick={() => setDialog('split')}>
        Split
      </ReasonedButton>
      <ReasonedButton variant="default" why={readOnly} onClick={() => setDialog('join')}>
        Join
      </ReasonedButton>
      <BackButtons mayNot={mayNot} onUndo={undo} onReopen={() => setDialog('reopen')} />
      <CaseDialogs dialog={dialog} acts={acts} onClose={() => setDialog(null)} />
      <Refused error={error} />
    </div>
  )
}

type ClaimProps = { why: string | null; onClick: () => void }

function ClaimButton({ why, onClick }: ClaimProps) {
  const { c, lease } = useDesk()
  if (lease.token) {
    return (
      <ReasonedButton variant="default" why={null} onClick={onClick}>
        Release
      </ReasonedButton>
    )
  }
  if (c.state !== 'open') return null
  return (
    <ReasonedButton why={why} onClick={onClick} loading={lease.claiming}>
      Claim
    </ReasonedButton>
  )
}

function HoldButton({ mayNot, onClick }: { mayNot: string | null; onClick: () => void }) {
  const { c, readOnly } = useDesk()
  const held = c.state === 'held'
  return (
    <ReasonedButton variant="default" why={held ? mayNot : readOnly} onClick={onClick}>
      {held ? 'Take back from hold' : 'Hold'}
    </ReasonedButton>
  )
}

type BackProps = { mayNot: string | null; onUndo: () => void; onReopen: () => void }

/** The ways back, where there is one. */
function BackButtons({ mayNot, onUndo, onReopen }: BackProps) {
  const { c, readOnly } = useDesk()
  return (
    <>
      {c.mayUndo && (
        <ReasonedButton variant="default" why={readOnly} onClick={onUndo} title={c.mayUndo.what}>
          Undo
        </ReasonedButton>
      )}
      {c.state === 'concluded' && (
        <ReasonedButton variant="default" why={mayNot} onClick={onUndo}>
          Take conclusion back
        </ReasonedButton>
      )}
      {c.state === 'decided' && (
        <ReasonedButton variant="default" why={mayNot} onClick={onReopen}>
          Reopen
        </ReasonedButton>
      )}
    </>
  )
}

/** Opened with Enter from the queue: claimed once, and a reload does not claim again. */
function useClaimOnOpen(can: boolean, claim: () => void) {
  const { work } = useSearch({ from: '/cases/$id' })
  const navigate = useNavigate()
  const asked = useRef(false)
  useEffect(() => {
    if (!work || asked.current) return
    asked.current = true
    if (can) claim()
    void navigate({ to: '.', search: {}, replace: true })
  }, [work, can, claim, navigate])
}
