import css from './interval-bar.module.css'

type Props = {
  /** Shares of `most`: the limits as a band, the value as a tick in it, and what it is held against as a dashed line. */
  low: number
  high: number
  value: number
  most: number
  target?: number
}

/** An estimate with its interval, drawn on one scale with the rows above and below it; the numbers stand beside it. */
export function IntervalBar({ low, high, value, most, target }: Props) {
  const at = (share: number) => Math.min(100, (share / most) * 100)
  return (
    <svg viewBox="0 0 100 12" preserveAspectRatio="none" className={css.bar} aria-hidden="true">
      <rect className={css.track} y="5" width="100" height="2" />
      <rect className={css.band} x={at(low)} y="3" width={Math.max(0.8, at(high) - at(low))} height="6" />
      <rect className={css.value} x={Math.max(0, at(value) - 0.7)} y="1" width="1.4" height="10" />
      {target !== undefined && <line className={css.target} x1={at(target)} x2={at(target)} y1="0" y2="12" />}
    </svg>
  )
}
