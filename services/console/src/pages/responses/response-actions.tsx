import { type ResponseView, routes } from '@hark/contract'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { whyNotNow } from './columns.ts'
import { SignResponseDialog } from './sign-response-dialog.tsx'

/** Sign off, withdraw, revoke: each with the reason it cannot be done now. */
export function ResponseActions({ r }: { r: ResponseView }) {
  const [dialog, setDialog] = useState<'sign' | 'withdraw' | 'revoke' | null>(null)
  const mayNotWithdraw = useWhyNot('response.withdraw')
  const mayNotSign = useWhyNot('response.sign')
  const close = () => setDialog(null)
  const refresh = [['responses']]
  const withdraw = useAct({
    run: (reason: string) => call(routes.responses.withdraw, { params: { id: r.id }, body: { reason } }),
    refresh,
    done: close,
  })
  const revoke = useAct({
    run: (reason: string) => call(routes.responses.revoke, { params: { id: r.id }, body: { reason } }),
    refresh,
    done: close,
  })
  const signed = r.signatures.some((s) => s.meaning === 'pv_approve' && !s.revoked)
  return (
    <>
      {r.state === 'in_review' && (
        <ReasonedButton why={mayNotSign ?? r.maySign.why} onClick={() => setDialog('sign')}>
          Read and sign…
        </ReasonedButton>
      )}
      {signed && whyNotNow(r.state, 'revoke') === null && (
        <ReasonedButton variant="default" why={mayNotSign} onClick={() => setDialog('revoke')}>
          Revoke sign-off…
        </ReasonedButton>
      )}
      <ReasonedButton
        variant="default"
        why={mayNotWithdraw ?? whyNotNow(r.state, 'withdraw')}
        onClick={() => setDialog('withdraw')}
      >
        Withdraw…
      </ReasonedButton>
      {dialog === 'sign' && <SignResponseDialog r={r} onClose={close} />}
      <ReasonDialog
        opened={dialog === 'withdraw'}
        onClose={close}
        title="Withdraw this reply"
        confirm="Withdraw"
        onConfirm={withdraw.mutate}
        error={withdraw.error}
        busy={withdraw.isPending}
      />
      <ReasonDialog
        opened={dialog === 'revoke'}
        onClose={close}
        title="Revoke the sign-off"
        confirm="Revoke"
        onConfirm={revoke.mutate}
        error={revoke.error}
        busy={revoke.isPending}
      >
        {revoke.data
          ? `Answer: ${revoke.data.answer}.`
          : 'The answer is “stopped”, or “too late” if it left already.'}
      </ReasonDialog>
    </>
  )
}
