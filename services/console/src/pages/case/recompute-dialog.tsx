import { routes } from '@hark/contract'
import { type ClockKind, clockKinds, clockNames, clockOf, needsSignedReason } from '@hark/domain'
import { Button, Group, Modal, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useSession, useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { dueText, instantText } from '../../parts/clock/due-text.ts'
import { emptyReauth, Reauth, reauthBody, whyNotReauth } from '../../parts/sign/reauth.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { useDesk } from './desk.ts'

/** Leads set day 0 anew; the old one stays in the record. */
export function RecomputeButton() {
  const [open, setOpen] = useState(false)
  const mayNot = useWhyNot('clock.recompute')
  if (mayNot) return null
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        Recompute…
      </Button>
      {open && <RecomputeDialog onClose={() => setOpen(false)} />}
    </>
  )
}

function RecomputeDialog({ onClose }: { onClose: () => void }) {
  const { c } = useDesk()
  const [kind, setKind] = useState<ClockKind>('forward_24h')
  const before = c.clocks.find((clock) => clock.kind === kind)
  const [local, setLocal] = useState(before?.anchorAt.slice(0, 16) ?? '')
  const [reason, setReason] = useState('')
  const [reauth, setReauth] = useState(emptyReauth)
  const needsBoth = useSession().signing.needsBoth
  const anchorAt = local ? new Date(`${local}:00Z`).toISOString() : null
  const after = anchorAt && before ? clockOf(kind, 'set by hand', anchorAt, before.zone) : null
  const act = useAct({
    run: () =>
      call(routes.cases.recompute, {
        params: { id: c.id },
        body: { ...reauthBody(reauth), kind, anchorAt: anchorAt ?? '', reason },
      }),
    refresh: [['case', c.id], ['queue'], ['session']],
    done: onClose,
  })
  const why = !after
    ? 'Choose the moment.'
    : reason.trim().length < 3
      ? 'Write why.'
      : whyNotReauth(reauth, needsBoth)
  return (
    <Modal opened onClose={onClose} title="Set day 0 anew">
      <Stack gap="sm">
        <NativeSelect
          label="Clock"
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as ClockKind)}
          data={clockKinds.map((k) => ({ value: k, label: clockNames[k] }))}
        />
        <TextInput
          type="datetime-local"
          label="Awareness, in UTC"
          value={local}
          onChange={(event) => setLocal(event.currentTarget.value)}
        />
        {before && after && (
          <p>
            Due {instantText(before.dueAt, before.zone)} → <strong>{dueText(after, Date.now())}</strong>
            {needsSignedReason(before, after) && '. Later than before: the reason is signed with your name.'}
          </p>
        )}
        <Textarea
          label="Reason"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          autosize
        />
        <Reauth value={reauth} onChange={setReauth} needsBoth={needsBoth} />
        <Refused error={act.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton why={why} onClick={() => act.mutate()} loading={act.isPending}>
            Sign and set
          </ReasonedButton>
        </Group>
      </Stack>
    </Modal>
  )
}
