import { Button, Group, Modal, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Refused } from '../state/error-state.tsx'
import { ReasonedButton } from '../state/reasoned-button.tsx'

type Props = {
  opened: boolean
  onClose: () => void
  title: string
  confirm: string
  onConfirm: (reason: string) => void
  error?: unknown
  busy?: boolean
  /** The record takes a reason, and does without one. */
  optional?: boolean
  children?: ReactNode
}

/** Asks why, where the record needs a reason in somebody's own words. */
export function ReasonDialog({ opened, onClose, title, confirm, onConfirm, error, busy, ...given }: Props) {
  const { optional = false, children } = given
  const [reason, setReason] = useState('')
  const enough = optional || reason.trim().length >= 3
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (enough && !busy) onConfirm(reason.trim())
        }}
      >
        {children}
        <Textarea
          mt="xs"
          label={optional ? 'Reason (if any)' : 'Reason'}
          description="Goes into the record as you write it."
          autosize
          minRows={2}
          maxLength={2000}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
              event.currentTarget.form?.requestSubmit()
          }}
        />
        <Refused error={error} />
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonedButton
            type="submit"
            why={enough ? null : 'Say why, in a few words.'}
            loading={busy ?? false}
          >
            {confirm}
          </ReasonedButton>
        </Group>
      </form>
    </Modal>
  )
}
