import type { ReactNode } from 'react'
import css from './case-page.module.css'

/** A titled block of the decision side. */
export function Card({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.card} aria-label={title}>
      <header className={css.cardHead}>
        <h2>{title}</h2>
        {note && <span className={css.fact}>{note}</span>}
      </header>
      <div className={css.cardBody}>{children}</div>
    </section>
  )
}
