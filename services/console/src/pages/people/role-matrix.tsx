import { forbiddenPair, mayDo, type Permission, permissions, roleNames, roles } from '@hark/domain'
import type { ReactNode } from 'react'
import table from '../../parts/plot/table.module.css'
import { permissionNames } from '../../parts/words/permissions.ts'
import css from './people.module.css'

const all = Object.keys(permissions) as Permission[]

/** Drawn from the very rules the server refuses by. */
export function RoleMatrix() {
  return (
    <div className={css.matrices}>
      <ByRole label="Roles that may not meet">
        {roles.map((a) => (
          <tr key={a}>
            <th scope="row">{roleNames[a]}</th>
            {roles.map((b) => (
              <td key={b}>
                {a === b ? '' : (forbiddenPair(a, b) ?? <span className={css.may}>may meet</span>)}
              </td>
            ))}
          </tr>
        ))}
      </ByRole>
      <ByRole label="What each role may do">
        {all.map((p) => (
          <tr key={p}>
            <th scope="row">{permissionNames[p]}</th>
            {roles.map((r) => (
              <td key={r}>{mayDo([r], p) ? '✔' : <span className={css.no}>no</span>}</td>
            ))}
          </tr>
        ))}
      </ByRole>
    </div>
  )
}

/** A column for every role. */
function ByRole({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className={table.wrap} aria-label={label} tabIndex={0}>
      <table className={table.table}>
        <thead>
          <tr>
            <td />
            {roles.map((r) => (
              <th key={r} scope="col">
                {roleNames[r]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}
