import { type ProgrammeView, routes } from '@hark/contract'
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { livePolicyQuery } from '../../api/coverage.ts'
import { useSession } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Refused } from '../../parts/state/error-state.tsx'
import { Loaded } from '../../parts/state/loaded.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { Policy } from './policy.tsx'
import css from './sources.module.css'

/** One deliberate act: from here on real people are listened to, and legal clocks may start. */
export function GoLiveDialog({ programme, onClose }: { programme: ProgrammeView; onClose: () => void }) {
  const policy = useQuery(livePolicyQuery)
  const { person } = useSession()
  const [name, setName] = useState('')
  const go = useAct({
    run: () =>
      call(routes.coverage.goLive, {
        params: { id: programme.id },
        body: { platform: 'bluesky', acknowledge: name },
      }),
    refresh: [['sources'], ['programmes'], ['session']],
    done: onClose,
  })
  const why =
    name.trim() === person.printedName ? null : `Write your name as it is printed: ${person.printedName}`
  return (
    <Modal opened onClose={onClose} title={`Listen live on Bluesky for ${programme.name}`} size="lg">
      <Loaded query={policy}>
        {(p) => (
          <>
            <p className={css.statement}>{p.statement}</p>
            <Policy policy={p.policy} />
            <TextInput
              mt="md"
              label={`To acknowledge this, write your name: ${person.printedName}`}
              value={name}
              autoComplete="off"
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Refused error={go.error} />
            <Group mt="md" justify="flex-end">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <ReasonedButton why={why} onClick={() => go.mutate()} loading={go.isPending}>
                Go live
              </ReasonedButton>
            </Group>
          </>
        )}
      </Loaded>
    </Modal>
  )
}
