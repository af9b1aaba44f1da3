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
          label={sentence(label)}
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

/** The label of a secret as a line of its own begins. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
