import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import css from './case.module.css'

const KEY = 'hark.shade'
/** Preference: posts about death or suicide are blurred until asked for. */
export const shadesGraphic = (): boolean => localStorage.getItem(KEY) === '1'
export const setShadesGraphic = (on: boolean): void => localStorage.setItem(KEY, on ? '1' : '0')

export function Shaded({ on, children }: { on: boolean; children: ReactNode }) {
  const [shown, setShown] = useState(false)
  if (!on || shown || !shadesGraphic()) return children
  return (
    <div className={css.shade}>
      <div className={css.blur} aria-hidden="true" inert>
        {children}
      </div>
      <Button variant="default" className={css.unshade} onClick={() => setShown(true)}>
        Distressing text: show it
      </Button>
    </div>
  )
}
