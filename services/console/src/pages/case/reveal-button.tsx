import { type PostView, routes } from '@hark/contract'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { useDesk } from './desk.ts'

/** Shows who wrote a post, for a reason that goes into the record. */
export function RevealButton({ post }: { post: PostView }) {
  const { c } = useDesk()
  const [asking, setAsking] = useState(false)
  const mayNot = useWhyNot('author.reveal')
  const reveal = useAct({
    run: (reason: string) =>
      call(routes.cases.reveal, { params: { id: c.id }, body: { postId: post.id, reason } }),
    refresh: [['case', c.id, 'history']],
    done: () => setAsking(false),
  })
  if (reveal.data) return <bdi>{reveal.data.handle ?? 'The platform gave no name.'}</bdi>
  const why = mayNot ?? (post.author ? null : 'The platform gave no author.')
  return (
    <>
      <ReasonedButton variant="subtle" size="compact-xs" why={why} onClick={() => setAsking(true)}>
        Reveal author…
      </ReasonedButton>
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Reveal the author"
        confirm="Reveal"
        onConfirm={reveal.mutate}
        error={reveal.error}
        busy={reveal.isPending}
      >
        The name is personal data. That you looked, and why, becomes an entry of the ledger.
      </ReasonDialog>
    </>
  )
}
