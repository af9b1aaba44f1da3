import css from './case.module.css'

/** Why nothing of detection stands beside a sampled post. */
export function BlindNote() {
  return (
    <p className={css.quiet}>
      A sample of what was not flagged, read blind: what detection said of it is shown once your decision is
      signed. No clock runs unless you find an adverse event; then it starts when the post was first seen.
    </p>
  )
}
