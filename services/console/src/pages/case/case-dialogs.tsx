import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { HoldDialog } from './hold-dialog.tsx'
import { JoinDialog } from './join-dialog.tsx'
import { SplitDialog } from './split-dialog.tsx'
import type { useCaseActs } from './use-case-acts.ts'

export type CaseDialog = 'release' | 'hold' | 'split' | 'join' | 'reopen' | 'withdraw' | null
type Props = { dialog: CaseDialog; acts: ReturnType<typeof useCaseActs>; onClose: () => void }

export function CaseDialogs({ dialog, acts, onClose }: Props) {
  if (dialog === 'split') return <SplitDialog onClose={onClose} />
  if (dialog === 'join') return <JoinDialog onClose={onClose} />
  if (dialog === 'hold') return <HoldDialog act={acts.hold} onClose={onClose} />
  return (
    <>
      <ReasonDialog
        opened={dialog === 'release'}
        onClose={onClose}
        title="Give this case back to the queue"
        confirm="Release"
        onConfirm={(reason) => acts.release.mutate(reason, { onSuccess: onClose })}
        error={acts.release.error}
        busy={acts.release.isPending}
        optional
      >
        What you concluded so far is kept for you.
      </ReasonDialog>
      <ReasonDialog
        opened={dialog === 'withdraw'}
        onClose={onClose}
        title="Take the conclusion back"
        confirm="Take back"
        onConfirm={(reason) => acts.withdraw.mutate(reason, { onSuccess: onClose })}
        error={acts.withdraw.error}
        busy={acts.withdraw.isPending}
      />
      <ReasonDialog
        opened={dialog === 'reopen'}
        onClose={onClose}
        title="Open this decided case again"
        confirm="Reopen"
        onConfirm={(reason) => acts.reopen.mutate(reason, { onSuccess: onClose })}
        error={acts.reopen.error}
        busy={acts.reopen.isPending}
      >
        Its decision and signature become void; the record keeps both. A hand-off or approved reply that has
        not left is stopped; what has left stays, and your next decision follows it up.
      </ReasonDialog>
    </>
  )
}
