import type { InvitationView } from '@hark/contract'
import { Button, CopyButton, Modal, Stack } from '@mantine/core'
import { Instant } from '../../parts/clock/instant.tsx'
import css from './people.module.css'

type Props = { name: string; invitation: InvitationView; onClose: () => void }

/** Shown once and never again: with it the person chooses their own password and second factor, which nobody else ever sees. */
export function InvitationOnce({ name, invitation, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title={`Invitation of ${name}`} closeOnClickOutside={false}>
      <Stack gap="sm">
        <p>
          Hand this code to {name} by a safe way. On the sign-in page they choose “I have an invitation” and
          set up their own password and second factor. It works once, until{' '}
          <Instant at={invitation.expiresAt} />, and is not shown again.
        </p>
        <div>
          <code className={css.secret}>{invitation.code}</code>{' '}
          <CopyButton value={invitation.code}>
            {({ copied, copy }) => (
              <Button variant="default" size="compact-sm" onClick={copy}>
                {copied ? 'Copied' : 'Copy the code'}
              </Button>
            )}
          </CopyButton>
        </div>
        <Button onClick={onClose}>I have handed it over</Button>
      </Stack>
    </Modal>
  )
}
