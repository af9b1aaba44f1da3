import { routes } from '@hark/contract'
import { Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useSession, useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Refused } from '../state/error-state.tsx'
import { ReasonedButton } from '../state/reasoned-button.tsx'

const LATER = 'hark.accountability.later'

/** Asked once of whoever may sign, before the first signature (11.10(j)). */
export function Accountability() {
  const { person, accountable } = useSession()
  const signs = useWhyNot('case.sign') === null
  const [later, setLater] = useState(() => sessionStorage.getItem(LATER) === '1')
  const [name, setName] = useState('')
  const postpone = () => {
    sessionStorage.setItem(LATER, '1')
    setLater(true)
  }
  const act = useAct({
    run: () => call(routes.session.acknowledge, { body: { printedName: name } }),
    refresh: [['session']],
  })
  const why = name.trim() === '' ? 'Write your name first.' : null
  return (
    <Modal opened={signs && !accountable && !later} onClose={postpone} title="Your electronic signature">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          act.mutate()
        }}
      >
        <p>
          What you sign in Hark binds you as your handwritten signature does. Your password and code are yours
          alone; never lend them. Each signature is recorded with your name, the time and exactly what was
          signed.
        </p>
        <TextInput
          mt="sm"
          label={`Write your name as it is printed: ${person.printedName}`}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <Refused error={act.error} />
        <ReasonedButton mt="md" type="submit" why={why} loading={act.isPending}>
          I understand and accept
        </ReasonedButton>
      </form>
    </Modal>
  )
}
