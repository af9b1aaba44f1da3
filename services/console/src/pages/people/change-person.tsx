import { type PersonView, routes } from '@hark/contract'
import { Button, Group, Modal, Stack, Switch, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { InvitationOnce } from './invitation-once.tsx'
import { RoleChoice, whyNotRoles } from './role-choice.tsx'

/** Roles, training, activity, or a fresh start of the sign-in; each with a reason. */
export function ChangePerson({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const [roles, setRoles] = useState(person.roles)
  const [active, setActive] = useState(person.active)
  const [trained, setTrained] = useState(person.trainedUntil?.slice(0, 10) ?? '')
  const [reason, setReason] = useState('')
  const params = { id: person.id }
  const change = useAct({
    run: () =>
      call(routes.people.change, {
        params,
        body: { roles, active, trainedUntil: trained ? `${trained}T23:59:59.000Z` : null, reason },
      }),
    refresh: [['people']],
    done: onClose,
  })
  const reset = useAct({
    run: () => call(routes.people.reset, { params, body: { reason } }),
    refresh: [['people']],
  })
  const whyReason = reason.trim().length < 3 ? 'Write why.' : null
  if (reset.data)
    return <InvitationOnce name={person.printedName} invitation={reset.data.invitation} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title={`Change ${person.printedName}`}>
      <Stack gap="sm">
        <RoleChoice value={roles} onChange={setRoles} />
        <TextInput
          type="date"
          label="Trained until"
          value={trained}
          onChange={(event) => setTrained(event.currentTarget.value)}
        />
        <Switch
          label="May sign in"
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        <Textarea
          label="Reason"
          autosize
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Refused error={change.error ?? reset.error} />
        <Group justify="space-between">
          <ReasonedButton
            variant="default"
            why={whyReason}
            onClick={() => reset.mutate()}
            loading={reset.isPending}
          >
            Reset password and code
          </ReasonedButton>
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <ReasonedButton
              why={whyNotRoles(roles) ?? whyReason}
              onClick={() => change.mutate()}
              loading={change.isPending}
            >
              Save
            </ReasonedButton>
          </Group>
        </Group>
      </Stack>
    </Modal>
  )
}
