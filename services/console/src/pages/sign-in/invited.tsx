import { routes } from '@hark/contract'
import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { CodeInput } from '../../parts/sign/code-input.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { OwnFactor } from './own-factor.tsx'
import css from './sign-in.module.css'
import { UserNameInput } from './user-name-input.tsx'

type Props = { onBack: () => void; onAccepted: (username: string) => void }

/** With an invitation a person chooses their own password and second factor; nobody else ever has either. */
export function Invited({ onBack, onAccepted }: Props) {
  const [form, setForm] = useState({ username: '', code: '', newPassword: '', totp: '' })
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const { username, code } = form
  const open = useMutation({ mutationFn: () => call(routes.invitation.open, { body: { username, code } }) })
  const accept = useMutation({
    mutationFn: () => call(routes.invitation.accept, { body: form }),
    onSuccess: () => onAccepted(username),
  })
  const opened = open.data
  return (
    <form
      className={css.card}
      onSubmit={(event) => {
        event.preventDefault()
        if (opened) accept.mutate()
        else open.mutate()
      }}
    >
      <img src="/hark.svg" width="40" height="40" alt="" />
      <h1>{opened ? `Welcome, ${opened.printedName}` : 'Your invitation'}</h1>
      {!opened && (
        <>
          <UserNameInput value={username} onChange={(username) => set({ username })} />
          <TextInput
            size="sm"
            label="Invitation code"
            description="From your operator; it works once"
            autoComplete="off"
            spellCheck={false}
            required
            value={code}
            onChange={(event) => set({ code: event.currentTarget.value.trim() })}
          />
        </>
      )}
      {opened && (
        <>
          <OwnFactor uri={opened.totpUri} />
          <PasswordInput
            size="sm"
            label="Your password"
            description="At least 12 characters; a sentence is fine. Nobody else will know it."
            autoComplete="new-password"
            required
            value={form.newPassword}
            onChange={(event) => set({ newPassword: event.currentTarget.value })}
          />
          <CodeInput
            size="sm"
            description="Six digits from your authenticator now"
            required
            value={form.totp}
            onChange={(totp) => set({ totp })}
          />
        </>
      )}
      <Refused error={accept.error ?? open.error} />
      <Button size="sm" type="submit" loading={open.isPending || accept.isPending}>
        {opened ? 'Set up my sign-in' : 'Go on'}
      </Button>
      <Button variant="subtle" size="sm" onClick={onBack}>
        Back to signing in
      </Button>
    </form>
  )
}
