import { routes } from '@hark/contract'
import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useSession, useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { emptyReauth, Reauth, reauthBody, whyNotReauth } from '../../parts/sign/reauth.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'

/** Who knew when: five moments, of which a person tells the vendor's, once. */
export function AwarenessButton() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        Awareness…
      </Button>
      {open && (
        <Modal opened onClose={() => setOpen(false)} title="Who knew when">
          <Stack gap="sm">
            <Moments />
            <VendorForm onClose={() => setOpen(false)} />
          </Stack>
        </Modal>
      )}
    </>
  )
}

function Moments() {
  const { c } = useDesk()
  const a = c.awareness
  const zone = c.programme.receivingZone
  const rows: [string, string | null, (string | undefined)?][] = [
    ['Dated by its author', a.postedAt],
    ['Received by Hark', a.ingestedAt],
    ['Flagged', a.flaggedAt],
    ['First seen by a person', a.firstViewedAt],
    ['Vendor aware', a.vendorAwareAt, a.vendorZone ?? undefined],
  ]
  return (
    <dl className={css.moments}>
      {rows.map(([name, at, own]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Instant at={at} zone={own ?? zone} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function VendorForm({ onClose }: { onClose: () => void }) {
  const { c } = useDesk()
  const mayNot = useWhyNot('case.sign')
  const needsBoth = useSession().signing.needsBoth
  const [local, setLocal] = useState('')
  const [zone, setZone] = useState(c.programme.receivingZone)
  const [reason, setReason] = useState('')
  const [reauth, setReauth] = useState(emptyReauth)
  const at = local ? new Date(`${local}:00Z`).toISOString() : ''
  const record = useAct({
    run: () =>
      call(routes.cases.vendorAwareness, {
        params: { id: c.id },
        body: { ...reauthBody(reauth), at, zone, reason },
      }),
    refresh: [['case', c.id], ['queue'], ['session']],
    done: onClose,
  })
  if (c.awareness.vendorAwareAt)
    return <p>The vendor’s awareness is recorded and stays; a PV lead may still recompute a clock.</p>
  const why =
    mayNot ??
    (at === '' ? 'Choose the moment.' : null) ??
    (zone.trim() === '' ? 'Name the vendor’s time zone.' : null) ??
    (reason.trim().length < 3 ? 'Write how it is known.' : null) ??
    whyNotReauth(reauth, needsBoth)
  return (
    <>
      <p>
        The first to know counts. Where the vendor knew before the flag, the running clocks start then, by the
        date in the vendor’s zone; recorded once, signed by you.
      </p>
      <TextInput
        type="datetime-local"
        label="Vendor aware, in UTC"
        value={local}
        onChange={(event) => setLocal(event.currentTarget.value)}
      />
      <TextInput
        label="The vendor’s time zone"
        description="As in Europe/Berlin"
        value={zone}
        onChange={(event) => setZone(event.currentTarget.value)}
      />
      <Textarea
        label="How it is known"
        autosize
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Reauth value={reauth} onChange={setReauth} needsBoth={needsBoth} />
      <Refused error={record.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <ReasonedButton why={why} onClick={() => record.mutate()} loading={record.isPending}>
          Sign and record
        </ReasonedButton>
      </Group>
    </>
  )
}
