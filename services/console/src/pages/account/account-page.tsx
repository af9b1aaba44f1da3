import { routes } from '@hark/contract'
import { roleNames } from '@hark/domain'
import { Button, PasswordInput, Stack, Switch } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useSession } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { setShadesGraphic, shadesGraphic } from '../../parts/case/shaded.tsx'
import { Instant } from '../../parts/clock/instant.tsx'
import { Page } from '../../parts/shell/page.tsx'
import { CodeInput } from '../../parts/sign/code-input.tsx'
import { Refused } from '../../parts/state/error-state.tsx'

/** Who you are here, your own password, and what spares you. */
export function AccountPage() {
  const { person, openedAt, expiresAt, signing } = useSession()
  const [shaded, setShaded] = useState(shadesGraphic)
  return (
    <Page title="Your account">
      <Stack gap="lg" maw={420}>
        <p>
          <strong>{person.printedName}</strong> ({person.username}) ·{' '}
          {person.roles.map((r) => roleNames[r]).join(', ')}
          <br />
          Signed in <Instant at={openedAt} />, until <Instant at={expiresAt} />
          {signing.mayNot && (
            <>
              <br />
              <strong>You cannot sign: {signing.mayNot}</strong>
            </>
          )}
        </p>
        <Switch
          label="Blur posts about death or suicide until I ask for them"
          checked={shaded}
          onChange={(event) => {
            setShadesGraphic(event.currentTarget.checked)
            setShaded(event.currentTarget.checked)
          }}
        />
        <Enrol />
      </Stack>
    </Page>
  )
}

const empty = { password: '', newPassword: '', totp: '' }

function Enrol() {
  const [form, setForm] = useState(empty)
  const enrol = useAct({
    run: () => call(routes.people.enrol, { body: form }),
    refresh: [['session']],
    done: () => setForm(empty),
  })
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        enrol.mutate()
      }}
    >
      <Stack gap="sm">
        <h2>Choose another password</h2>
        <p>Your other sessions end. Names, products and passwords everybody tries first are refused.</p>
        <PasswordInput
          label="Password now"
          autoComplete="current-password"
          required
          value={form.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <PasswordInput
          label="New password"
          description="At least 12 characters; any characters, a sentence is fine"
          autoComplete="new-password"
          minLength={12}
          required
          value={form.newPassword}
          onChange={(event) => set({ newPassword: event.currentTarget.value })}
        />
        <CodeInput required value={form.totp} onChange={(totp) => set({ totp })} />
        <Refused error={enrol.error} />
        <Button type="submit" loading={enrol.isPending}>
          Save
        </Button>
      </Stack>
    </form>
  )
}
