import { type ResponseView, routes } from '@hark/contract'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'

/** The author asked not to be contacted: nothing is ever sent to them again. */
export function OptOut({ r }: { r: ResponseView }) {
  const [asking, setAsking] = useState(false)
  const mayNot = useWhyNot('response.withdraw')
  const optOut = useAct({
    run: (reason: string) => call(routes.responses.optOut, { body: { postId: r.postId, reason } }),
    refresh: [['responses']],
    done: () => setAsking(false),
  })
  return (
    <>
      <ReasonedButton variant="subtle" size="compact-sm" why={mayNot} onClick={() => setAsking(true)}>
        Never contact this author again…
      </ReasonedButton>
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Never contact this author again"
        confirm="Record"
        onConfirm={(reason) => optOut.mutate(reason)}
        error={optOut.error}
        busy={optOut.isPending}
      >
        No reply will be sent to the author of this post, from this programme or another.
      </ReasonDialog>
    </>
  )
}
