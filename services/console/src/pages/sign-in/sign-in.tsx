import { routes } from '@hark/contract'
import { Button, PasswordInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call, keepCsrf } from '../../api/client.ts'
import { useTitle } from '../../parts/shell/use-title.ts'
import { CodeInput } from '../../parts/sign/code-input.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { Invited } from './invited.tsx'
import css from './sign-in.module.css'
import { UserNameInput } from './user-name-input.tsx'

/** Stands in place of any page until somebody is signed in; the address is kept. */
export function SignIn() {
  useTitle('Sign in')
  const client = useQueryClient()
  const [form, setForm] = useState({ username: '', password: '', totp: '' })
  const [step, setStep] = useState<'sign in' | 'invited' | 'accepted'>('sign in')
  const open = useMutation({
    mutationFn: () => call(routes.session.open, { body: form }),
    onSuccess: (session) => {
      keepCsrf(session.csrf)
      client.setQueryData(['session'], session)
    },
  })
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  if (step === 'invited') {
    return (
      <main className={css.page}>
        <Invited
          onBack={() => setStep('sign in')}
          onAccepted={(username) => {
            set({ username })
            setStep('accepted')
          }}
        />
      </main>
    )
  }
  return (
    <main className={css.page}>
      <form
        className={css.card}
        onSubmit={(event) => {
          event.preventDefault()
          open.mutate()
        }}
      >
        <img src="/hark.svg" width="40" height="40" alt="" />
        <h1>Sign in to Hark</h1>
        {step === 'accepted' && (
          <p role="status">
            Your sign-in is set up. Use your password and the next code of your authenticator.
          </p>
        )}
        <UserNameInput value={form.username} onChange={(username) => set({ username })} />
        <PasswordInput
          size="sm"
          label="Password"
          autoComplete="current-password"
          required
          value={form.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <CodeInput
          size="sm"
          description="Six digits from your authenticator"
          required
          value={form.totp}
          onChange={(totp) => set({ totp })}
        />
        <Refused error={open.error} />
        <Button size="sm" type="submit" loading={open.isPending}>
          Sign in
        </Button>
        <Button variant="subtle" size="sm" onClick={() => setStep('invited')}>
          I have an invitation
        </Button>
        <p className={css.hint}>No access yet? Ask an operator to invite you.</p>
      </form>
    </main>
  )
}
