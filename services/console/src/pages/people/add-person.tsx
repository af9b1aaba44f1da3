import { routes } from '@hark/contract'
import type { Role } from '@hark/domain'
import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { InvitationOnce } from './invitation-once.tsx'
import { RoleChoice, whyNotRoles } from './role-choice.tsx'

export function AddPerson({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState({ username: '', printedName: '', roles: [] as Role[] })
  const add = useAct({ run: () => call(routes.people.create, { body: form }), refresh: [['people']] })
  const checked = routes.people.create.body.safeParse(form)
  const why =
    (/^[a-z][a-z0-9._-]{1,60}$/.test(form.username)
      ? null
      : 'The user name is small letters, digits, dot or dash.') ??
    (form.printedName.trim().length < 2 ? 'Write the name as it is printed in signatures.' : null) ??
    whyNotRoles(form.roles) ??
    (checked.success ? null : 'Something is missing.')
  if (add.data)
    return <InvitationOnce name={form.printedName} invitation={add.data.invitation} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title="Add a person">
      <Stack gap="sm">
        <TextInput
          label="User name"
          value={form.username}
          autoComplete="off"
          onChange={(event) => setForm({ ...form, username: event.currentTarget.value })}
          data-autofocus
        />
        <TextInput
          label="Name as printed in signatures"
          value={form.printedName}
          autoComplete="off"
          onChange={(event) => setForm({ ...form, printedName: event.currentTarget.value })}
        />
        <RoleChoice value={form.roles} onChange={(roles) => setForm({ ...form, roles })} />
        <Refused error={add.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton why={why} onClick={() => add.mutate()} loading={add.isPending}>
            Add
          </ReasonedButton>
        </Group>
      </Stack>
    </Modal>
  )
}
