import { PasswordInput } from '@mantine/core'
import css from './add.module.css'

type Props = {
  legend: string
  says: string
  asked: { name: string; label: string; optional: boolean; empty?: string }[]
  given: Record<string, string>
  onGive: (secrets: Record<string, string>) => void
}

/** Held in this page alone until it is sent; never kept in the browser, never shown again. */
export function SecretInputs({ legend, says, asked, given, onGive }: Props) {
  if (asked.length === 0) return null
  return (
    <fieldset className={css.group}>
      <legend>{legend}</legend>
      <p className={css.quiet}>{says}</p>
      {asked.map(({ name, label, optional, empty = 'May be left empty' }) => (
        <PasswordInput
          key={name}
          label={label.charAt(0).toUpperCase() + label.slice(1)}
          description={optional ? empty : undefined}
          required={!optional}
          autoComplete="new-password"
          spellCheck={false}
          value={given[name] ?? ''}
          onChange={(e) => onGive({ ...given, [name]: e.currentTarget.value })}
        />
      ))}
    </fieldset>
  )
}
