import type { ReactNode } from 'react'
import css from './shell.module.css'
import { useTitle } from './use-title.ts'

/** A page with its name and, to the right of it, what can be done. */
export function Page({
  title,
  actions,
  children,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
}) {
  useTitle(title)
  return (
    <div className={css.page}>
      <div className={css.pageHead}>
        <h1>{title}</h1>
        {actions}
      </div>
      {children}
    </div>
  )
}
