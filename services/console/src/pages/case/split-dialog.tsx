import { routes } from '@hark/contract'
import { splitCase } from '@hark/domain'
import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useAct } from '../../api/use-act.ts'
import { Excerpt } from '../../parts/post-text/excerpt.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { useDesk } from './desk.ts'

/** Another patient: some posts go to a case of their own, or one post tells of two people. */
export function SplitDialog({ onClose }: { onClose: () => void }) {
  const { c, lease } = useDesk()
  const [ids, setIds] = useState<string[]>(c.postList.length === 1 ? c.postList.map((p) => p.id) : [])
  const [patient, setPatient] = useState('')
  const split = useAct({
    run: () =>
      call(routes.cases.split, {
        params: { id: c.id },
        body: { token: lease.token ?? '', postIds: ids, patient },
      }),
    refresh: [['case', c.id], ['queue']],
    done: onClose,
  })
  const why =
    patient.trim() === '' ? 'Say which patient the new case is about.' : whyNotSplit(c, ids, patient)
  return (
    <Modal opened onClose={onClose} title="Split: another patient">
      <Stack gap="sm">
        <Checkbox.Group label="Posts that go to the new case" value={ids} onChange={setIds}>
          <Stack gap={10} mt={8}>
            {c.postList.map((post) => (
              <Checkbox
                key={post.id}
                value={post.id}
                label={<Excerpt text={post.text} lang={post.lang} wrapped />}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        <TextInput
          label="Patient of the new case"
          placeholder="her sister, 34"
          value={patient}
          onChange={(event) => setPatient(event.currentTarget.value)}
          data-autofocus
        />
        <Refused error={split.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton why={why} onClick={() => split.mutate()} loading={split.isPending}>
            Split
          </ReasonedButton>
        </Group>
      </Stack>
    </Modal>
  )
}

type Splittable = ReturnType<typeof useDesk>['c']

/** The server's own rule, asked before. */
function whyNotSplit(c: Splittable, ids: string[], patient: string): string | null {
  try {
    splitCase(
      { id: c.id, state: c.state, patient: c.patient, postIds: c.postList.map((p) => p.id) },
      ids,
      patient,
    )
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'This cannot be split so.'
  }
}
