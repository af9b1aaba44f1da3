import type { ReactNode } from 'react'
import css from './plot.module.css'

export type BarItem = { id: string; name: ReactNode; value: number; note: string; on?: boolean }

/** Named bars, longest first as given; each name is a filter. */
export function BarList({
  label,
  items,
  onChoose,
}: {
  label: string
  items: BarItem[]
  onChoose?: (id: string) => void
}) {
  const most = Math.max(1, ...items.map((i) => i.value))
  return (
    <section className={css.figure} aria-label={label}>
      <h2>{label}</h2>
      <ul className={css.bars}>
        {items.map((item) => (
          <li key={item.id} className={css.barRow}>
            {onChoose ? (
              <button
                type="button"
                className={css.barName}
                aria-pressed={item.on ?? false}
                onClick={() => onChoose(item.id)}
              >
                {item.name}
              </button>
            ) : (
              <span>{item.name}</span>
            )}
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(item.value / most) * 100} height="10" />
            </svg>
            <small>{item.note}</small>
          </li>
        ))}
      </ul>
      {items.length === 0 && <p>Nothing in this range.</p>}
    </section>
  )
}
