import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import type { useCaseActs } from './use-case-acts.ts'

type Props = { act: ReturnType<typeof useCaseActs>['hold']; onClose: () => void }

/** Sets a case aside, for good or until a moment. */
export function HoldDialog({ act, onClose }: Props) {
  const [until, setUntil] = useState('')
  return (
    <ReasonDialog
      opened
      onClose={onClose}
      title="Set this case aside"
      confirm="Hold"
      onConfirm={(reason) =>
        act.mutate({ reason, until: until ? new Date(until).toISOString() : null }, { onSuccess: onClose })
      }
      error={act.error}
      busy={act.isPending}
    >
      <p>The clocks run on while it waits.</p>
      <TextInput
        mt="xs"
        type="datetime-local"
        label="Until (if you know)"
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
    </ReasonDialog>
  )
}
