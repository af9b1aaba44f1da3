import { TextInput } from '@mantine/core'

type Props = { value: string; onChange: (username: string) => void }

/** Where a form begins for somebody who is not known yet. */
export function UserNameInput({ value, onChange }: Props) {
  return (
    <TextInput
      size="sm"
      label="User name"
      autoComplete="username"
      autoCapitalize="none"
      spellCheck={false}
      required
      autoFocus
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
