import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useWhyNot } from '../../api/session.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { JoinDialog } from './join-dialog.tsx'
import { SplitDialog } from './split-dialog.tsx'
import { useCaseActs } from './use-case-acts.ts'
import { useNeighbours } from './use-neighbours.ts'

type Dialog = 'hold' | 'split' | 'join' | 'reopen' | 'withdraw' | null

export function CaseActions() {
  const { c, lease, readOnly } = useDesk()
  const acts = useCaseActs()
  const mayNot = useWhyNot('case.work')
  const [dialog, setDialog] = useState<Dialog>(null)
  const { next, previous, go } = useNeighbours(c.id)
  const close = () => setDialog(null)
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
    if (lease.token) acts.release.mutate()
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
      {lease.token ? (
        <Button variant="default" onClick={claim} loading={acts.release.isPending}>
          Release
        </Button>
      ) : (
        c.state === 'open' && (
          <ReasonedButton why={whyNotClaim} onClick={claim} loading={lease.claiming}>
            Claim
          </ReasonedButton>
        )
      )}
      {c.state === 'held' ? (
        <ReasonedButton variant="default" why={mayNot} onClick={hold}>
          Take back from hold
        </ReasonedButton>
      ) : (
        <ReasonedButton variant="default" why={readOnly} onClick={hold}>
          Hold
        </ReasonedButton>
      )}
      <ReasonedButton variant="default" why={readOnly} onClick={() => setDialog('split')}>
        Split
      </ReasonedButton>
      <ReasonedButton variant="default" why={readOnly} onClick={() => setDialog('join')}>
        Join
      </ReasonedButton>
      {c.mayUndo && (
        <ReasonedButton variant="default" why={readOnly} onClick={undo} title={c.mayUndo.what}>
          Undo
        </ReasonedButton>
      )}
      {c.state === 'concluded' && (
        <ReasonedButton variant="default" why={mayNot} onClick={undo}>
          Take conclusion back
        </ReasonedButton>
      )}
      {c.state === 'decided' && (
        <ReasonedButton variant="default" why={mayNot} onClick={() => setDialog('reopen')}>
          Reopen
        </ReasonedButton>
      )}
      <ReasonDialog
        opened={dialog === 'hold'}
        onClose={close}
        title="Set this case aside"
        confirm="Hold"
        onConfirm={(reason) => acts.hold.mutate(reason, { onSuccess: close })}
        error={acts.hold.error}
        busy={acts.hold.isPending}
      >
        The clocks run on while it waits.
      </ReasonDialog>
      <ReasonDialog
        opened={dialog === 'withdraw'}
        onClose={close}
        title="Take the conclusion back"
        confirm="Take back"
        onConfirm={(reason) => acts.withdraw.mutate(reason, { onSuccess: close })}
        error={acts.withdraw.error}
        busy={acts.withdraw.isPending}
      />
      <ReasonDialog
        opened={dialog === 'reopen'}
        onClose={close}
        title="Open this decided case again"
        confirm="Reopen"
        onConfirm={(reason) => acts.reopen.mutate(reason, { onSuccess: close })}
        error={acts.reopen.error}
        busy={acts.reopen.isPending}
      >
        Its decision and signature become void; the record keeps both.
      </ReasonDialog>
      {dialog === 'split' && <SplitDialog onClose={close} />}
      {dialog === 'join' && <JoinDialog onClose={close} />}
      <Refused error={error} />
    </div>
  )
}

/** Opened with Enter from the queue: claimed once, and a reload does not claim again. */
function useClaimOnOpen(can: boolean, claim: () => void) {
  const { work } = useSearch({ from: '/cases/$id' })
  const navigate = useNavigate()
  useEffect(() => {
    if (!work) return
    if (can) claim()
    void navigate({ to: '.', search: {}, replace: true })
  }, [work, can, claim, navigate])
}
