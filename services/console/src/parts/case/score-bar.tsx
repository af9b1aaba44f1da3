import css from './case.module.css'

/** The score against its threshold as a small bar; the numbers are in words beside it. */
export function ScoreBar({ score, threshold }: { score: number; threshold: number }) {
  const over = score >= threshold
  return (
    <span className={css.score}>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" className={css.scoreBar} aria-hidden="true">
        <rect className={css.scoreTrack} y="3" width="100" height="4" />
        <rect className={over ? css.scoreOver : css.scoreUnder} y="3" width={score * 100} height="4" />
        <rect className={css.scoreTick} x={threshold * 100 - 0.6} width="1.2" height="10" />
      </svg>
      <span>
        score {score.toFixed(2)}, {over ? 'at or above' : 'below'} the threshold of {threshold.toFixed(2)}
      </span>
    </span>
  )
}
