import { type ReactNode, useId } from 'react'
import css from './add.module.css'

type Props = { name: string; title: string; checked: boolean; onChoose: () => void; children: ReactNode }

/** One card of several: a radio button by its name, told more by what stands in it. Links in it stay links. */
export function Choice({ name, title, checked, onChoose, children }: Props) {
  const id = useId()
  return (
    <div className={css.choice} data-checked={checked || undefined}>
      <input
        type="radio"
        id={id}
        name={name}
        checked={checked}
        onChange={onChoose}
        aria-describedby={`${id}-more`}
      />
      <label htmlFor={id} className={css.name}>
        {title}
      </label>
      <div id={`${id}-more`} className={css.more}>
        {children}
      </div>
    </div>
  )
}
