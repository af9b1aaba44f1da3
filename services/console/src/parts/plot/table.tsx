import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './table.module.css'

export type Column<T> = { name: string; cell: (row: T) => ReactNode; number?: boolean }
type Props<T> = {
  label: string
  columns: Column<T>[]
  rows: T[]
  id: (row: T) => string
  bad?: (row: T) => boolean
}

/** A plain table that scrolls sideways when it must. */
export function Table<T>({ label, columns, rows, id, bad }: Props<T>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={css.wrap} aria-label={label} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.name} scope="col" data-number={c.number || undefined}>
                {c.name || <VisuallyHidden>Actions</VisuallyHidden>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={id(row)} data-bad={bad?.(row) || undefined}>
              {columns.map((c) => (
                <td key={c.name} data-number={c.number || undefined}>
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
