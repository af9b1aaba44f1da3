import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useKeys } from '../../keys/use-keys.ts'
import { type Chosen, chosenWords } from '../../parts/post-text/selection.ts'
import css from './case-page.module.css'
import { type Target, useDesk } from './desk.ts'

const targets: { target: Target; name: string; key: string }[] = [
  { target: 'patient', name: 'Patient', key: 'p' },
  { target: 'reporter', name: 'Reporter', key: 'r' },
  { target: 'product', name: 'Product', key: 'm' },
  { target: 'event', name: 'Event', key: 'v' },
  { target: 'quote', name: 'Quote', key: 'q' },
]

type At = { chosen: Chosen; x: number; y: number }

/** Appears at words selected in a post and puts them where they belong. */
export function SelectionBar() {
  const { texts, readOnly, marking, assign } = useDesk()
  const [at, setAt] = useState<At | null>(null)
  useEffect(() => {
    if (readOnly) return
    const look = () => {
      const chosen = chosenWords(texts)
      if (!chosen) return setAt(null)
      if (marking) {
        document.getSelection()?.removeAllRanges()
        return assign(marking, chosen)
      }
      const box = document.getSelection()?.getRangeAt(0).getBoundingClientRect()
      if (box) setAt({ chosen, x: box.left, y: box.bottom + 6 })
    }
    const gone = () => document.getSelection()?.isCollapsed && setAt(null)
    document.addEventListener('pointerup', look)
    document.addEventListener('keyup', look)
    document.addEventListener('selectionchange', gone)
    return () => {
      document.removeEventListener('pointerup', look)
      document.removeEventListener('keyup', look)
      document.removeEventListener('selectionchange', gone)
    }
  }, [texts, readOnly, marking, assign])
  const put = (target: Target) => {
    if (!at) return
    assign(target, at.chosen)
    document.getSelection()?.removeAllRanges()
    setAt(null)
  }
  useKeys(at ? Object.fromEntries(targets.map((t) => [t.key, () => put(t.target)])) : {})
  if (!at) return null
  return (
    <div
      className={css.selection}
      data-selection-bar
      role="toolbar"
      aria-label="These words are the …"
      style={{ left: Math.min(at.x, window.innerWidth - 420), top: Math.min(at.y, window.innerHeight - 48) }}
    >
      {targets.map(({ target, name, key }) => (
        <Button
          key={target}
          variant="default"
          size="compact-sm"
          onMouseDown={(e) => e.preventDefault()}
          onClick={() => put(target)}
        >
          {name} <kbd className={css.key}>{key}</kbd>
        </Button>
      ))}
    </div>
  )
}
