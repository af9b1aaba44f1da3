import { Button } from '@mantine/core'
import { messageOf } from '../../api/problem.ts'
import css from './state.module.css'

/** A page or panel that could not be filled: what happened, what to do. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, advice, requestId } = messageOf(error)
  return (
    <div className={css.error} role="alert">
      <p className={css.title}>{title}</p>
      {advice && <p className={css.text}>{advice}</p>}
      {retry && (
        <Button variant="default" onClick={() => retry()}>
          Try again
        </Button>
      )}
      {requestId && <p className={css.request}>Request {requestId}</p>}
    </div>
  )
}

/** The refusal of one action, beside what was refused. */
export function Refused({ error }: { error: unknown }) {
  if (!error) return null
  const { title, advice } = messageOf(error)
  return (
    <div className={css.refused} role="alert">
      <strong>{title}</strong> {advice}
    </div>
  )
}
