import css from './practice-badge.module.css'

/** Marks what is invented, wherever it appears. */
export function PracticeBadge({ practice }: { practice: boolean }) {
  return practice ? <span className={css.badge}>practice</span> : null
}
