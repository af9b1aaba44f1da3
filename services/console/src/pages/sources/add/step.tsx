import { Button, Group } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { ReasonedButton } from '../../../parts/state/reasoned-button.tsx'
import css from './add.module.css'

type Props = {
  title: string
  /** What this step is for, in a sentence. */
  says: string
  why: string | null
  confirm: string
  onConfirm: () => void
  back?: (() => void) | undefined
  busy?: boolean
  wide?: boolean
  children: ReactNode
}

/** One step: its heading takes the focus, so that who does not see it hears where they are. */
export function Step({ title, says, why, confirm, onConfirm, back, busy, wide, children }: Props) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => head.current?.focus(), [])
  return (
    <form
      className={css.step}
      data-wide={wide || undefined}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!why && !busy) onConfirm()
      }}
    >
      <header>
        <h2 ref={head} tabIndex={-1} className={css.title}>
          {title}
        </h2>
        <p className={css.says}>{says}</p>
      </header>
      {children}
      <Group className={css.actions ?? ''}>
        {back && (
          <Button variant="default" onClick={back}>
            Back
          </Button>
        )}
        <ReasonedButton type="submit" why={why} loading={busy ?? false}>
          {confirm}
        </ReasonedButton>
        {why && <span className={css.why}>{why}</span>}
      </Group>
    </form>
  )
}
