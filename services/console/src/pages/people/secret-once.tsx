import { Button, CopyButton, Modal, Stack } from '@mantine/core'
import css from './people.module.css'

type Props = { name: string; secret: { password: string; totpUri: string }; onClose: () => void }

/** Shown once and never again: hand it over in person or by a safe way. */
export function SecretOnce({ name, secret, onClose }: Props) {
  return (
    <Modal opened onClose={onClose} title={`Sign-in of ${name}`} closeOnClickOutside={false}>
      <Stack gap="sm">
        <p>This is shown once. Hand it over by a safe way; {name} chooses an own password when enrolling.</p>
        <Once label="First password" value={secret.password} />
        <Once label="Authenticator address" value={secret.totpUri} />
        <Button onClick={onClose}>I have handed it over</Button>
      </Stack>
    </Modal>
  )
}

function Once({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <h3>{label}</h3>
      <code className={css.secret}>{value}</code>{' '}
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button variant="default" size="compact-sm" onClick={copy}>
            {copied ? 'Copied' : `Copy ${label.toLowerCase()}`}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
