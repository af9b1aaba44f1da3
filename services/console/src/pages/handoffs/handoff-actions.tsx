import { type HandoffView, routes } from '@hark/contract'
import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './handoffs.module.css'

export function HandoffActions({ handoff }: { handoff: HandoffView }) {
  const [asking, setAsking] = useState(false)
  const [safetyCaseId, setSafetyCaseId] = useState('')
  const mayNot = useWhyNot('handoff.acknowledge')
  const params = { id: handoff.id }
  const refresh = [['handoffs'], ['case', handoff.caseId]]
  const acknowledge = useAct({
    run: (reason: string) => call(routes.handoffs.acknowledge, { params, body: { safetyCaseId, reason } }),
    refresh,
    done: () => setAsking(false),
  })
  const retry = useAct({ run: () => call(routes.handoffs.retry, { params, body: {} }), refresh })
  if (handoff.state === 'acked' || handoff.state === 'withdrawn') return null
  return (
    <div className={css.buttons}>
      <ReasonedButton variant="default" size="compact-sm" why={mayNot} onClick={() => setAsking(true)}>
        Acknowledge…
      </ReasonedButton>
      {handoff.state === 'failed' && (
        <ReasonedButton
          variant="default"
          size="compact-sm"
          why={mayNot}
          onClick={() => retry.mutate()}
          loading={retry.isPending}
        >
          Try again
        </ReasonedButton>
      )}
      <Refused error={retry.error} />
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Acknowledge ${handoff.caseNumber} by hand`}
        confirm="Record"
        onConfirm={acknowledge.mutate}
        error={acknowledge.error}
        busy={acknowledge.isPending}
      >
        <TextInput
          label="Case number in the safety database"
          value={safetyCaseId}
          onChange={(event) => setSafetyCaseId(event.currentTarget.value)}
          required
        />
      </ReasonDialog>
    </div>
  )
}
