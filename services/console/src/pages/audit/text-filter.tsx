import { TextInput } from '@mantine/core'
import { useState } from 'react'

type Props = { label: string; placeholder: string; value: string; onApply: (value: string) => void }

/** A filter that is typed: applied with Enter or on leaving it, and following the address when that changes elsewhere. */
export function TextFilter({ label, placeholder, value, onApply }: Props) {
  const [typed, setTyped] = useState(value)
  const [applied, setApplied] = useState(value)
  if (value !== applied) {
    setApplied(value)
    setTyped(value)
  }
  const apply = () => typed.trim() !== value && onApply(typed.trim())
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => event.key === 'Enter' && apply()}
    />
  )
}
