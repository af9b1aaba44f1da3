import css from './import.module.css'

/** How far something is, as a bar and as a number. */
export function ShareBar({ label, share }: { label: string; share: number }) {
  const percent = Math.floor(share * 100)
  return (
    <div className={css.share}>
      <progress aria-label={label} max={100} value={percent} />
      <span>
        {label}: {percent} %
      </span>
    </div>
  )
}
