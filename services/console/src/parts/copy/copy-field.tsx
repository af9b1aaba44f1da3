import { Button, CopyButton, Textarea, TextInput } from '@mantine/core'
import css from './copy-field.module.css'

type Props = { label: string; description?: string; value: string; lines?: boolean }

/** Something to be taken elsewhere: to read, to mark by hand, and to copy with one press. */
export function CopyField({ label, description, value, lines = false }: Props) {
  const shared = { label, description, value, readOnly: true, className: css.value ?? '' }
  return (
    <div className={css.field}>
      {lines ? (
        <Textarea autosize minRows={2} {...shared} onFocus={(e) => e.currentTarget.select()} />
      ) : (
        <TextInput {...shared} onFocus={(e) => e.currentTarget.select()} />
      )}
      <CopyButton value={value} timeout={4_000}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} aria-label={`Copy: ${label}`}>
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
