import { PasswordInput } from '@mantine/core'
import { CodeInput } from './code-input.tsx'
import css from './sign.module.css'

export type Reauthed = { password: string; totp: string }
export const emptyReauth: Reauthed = { password: '', totp: '' }

/** As the api takes it: no empty code. */
export const reauthBody = ({ password, totp }: Reauthed) => (totp ? { password, totp } : { password })

export function whyNotReauth({ password, totp }: Reauthed, needsBoth: boolean): string | null {
  if (password === '') return 'Enter your password to sign.'
  return needsBoth && !/^\d{6}$/.test(totp) ? 'This signature needs your code too.' : null
}

type Props = { value: Reauthed; onChange: (value: Reauthed) => void; needsBoth: boolean; first?: boolean }

/** Shows again who you are: password always, the code at the first signature of a session or after a pause. */
export function Reauth({ value, onChange, needsBoth, first = false }: Props) {
  return (
    <div className={css.reauth}>
      <PasswordInput
        label="Password"
        data-autofocus={first || undefined}
        autoComplete="current-password"
        value={value.password}
        onChange={(event) => onChange({ ...value, password: event.currentTarget.value })}
      />
      {needsBoth && <CodeInput value={value.totp} onChange={(totp) => onChange({ ...value, totp })} />}
    </div>
  )
}
