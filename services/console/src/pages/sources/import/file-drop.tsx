import { type DragEvent, useId, useState } from 'react'
import css from './import.module.css'

export const megabytes = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`

type Props = { file: File | null; onFile: (file: File) => void; disabled: boolean }

/** A file is chosen by the browser's own button, or dropped anywhere on the box around it. */
export function FileDrop({ file, onFile, disabled }: Props) {
  const id = useId()
  const [over, setOver] = useState(false)
  const take = (files: FileList | null) => {
    if (files?.[0] && !disabled) onFile(files[0])
  }
  const drag = (here: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(here)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button in it is the first
    <div
      className={css.drop}
      data-over={over || undefined}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={(event) => {
        drag(false)(event)
        take(event.dataTransfer.files)
      }}
    >
      <label htmlFor={id}>File</label>
      <input
        id={id}
        type="file"
        disabled={disabled}
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.xlsx"
        aria-describedby={`${id}-said`}
        onChange={(event) => take(event.currentTarget.files)}
      />
      <p id={`${id}-said`} className={css.quiet}>
        {file ? (
          <>
            <bdi>{file.name}</bdi>, {megabytes(file.size)}
          </>
        ) : (
          'Or drop it here. 100 MB at most.'
        )}
      </p>
    </div>
  )
}
