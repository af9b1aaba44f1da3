import { type PostView, routes } from '@hark/contract'
import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { useDesk } from './desk.ts'

/** Hands one post to communications for a draft, or takes it back. They see no other post of the case. */
export function ReleaseButton({ post }: { post: PostView }) {
  const { c } = useDesk()
  const [asking, setAsking] = useState(false)
  const mayNot = useWhyNot('response.release')
  const released = c.replyReleases.find((r) => r.postId === post.id)
  const close = () => setAsking(false)
  return (
    <>
      <ReasonedButton variant="subtle" size="compact-xs" why={mayNot} onClick={() => setAsking(true)}>
        {released ? 'Take back from communications…' : 'Release to communications…'}
      </ReasonedButton>
      {released && (
        <span>
          released to communications by {released.releasedBy.printedName}
          {released.note && `: ${released.note}`}
        </span>
      )}
      {asking && !released && <ReleaseDialog caseId={c.id} postId={post.id} onClose={close} />}
      {released && <EndDialog opened={asking} caseId={c.id} postId={post.id} onClose={close} />}
    </>
  )
}

type Props = { caseId: string; postId: string; onClose: () => void }

function ReleaseDialog({ caseId, postId, onClose }: Props) {
  const [note, setNote] = useState('')
  const release = useAct({
    run: () => call(routes.cases.releaseReply, { params: { id: caseId }, body: { postId, note } }),
    refresh: [['case', caseId], ['responses']],
    done: onClose,
  })
  return (
    <Modal opened onClose={onClose} title="Release this post to communications">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          release.mutate()
        }}
      >
        <p>
          They may draft a reply to this post and no other. They read its text once every case of it is
          decided; what they write still needs PV sign-off.
        </p>
        <Textarea
          mt="xs"
          label="What you ask of the reply"
          description="Optional. Communications read it; name nobody."
          autosize
          minRows={2}
          maxLength={2000}
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Refused error={release.error} />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={release.isPending}>
            Release
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

function EndDialog({ caseId, postId, onClose, opened }: Props & { opened: boolean }) {
  const end = useAct({
    run: (reason: string) =>
      call(routes.cases.endRelease, { params: { id: caseId }, body: { postId, reason } }),
    refresh: [['case', caseId], ['responses']],
    done: onClose,
  })
  return (
    <ReasonDialog
      opened={opened}
      onClose={onClose}
      title="Take this post back from communications"
      confirm="Take back"
      onConfirm={end.mutate}
      error={end.error}
      busy={end.isPending}
    >
      They no longer see it and write no more about it. A reply they drafted stays and waits for you.
    </ReasonDialog>
  )
}
