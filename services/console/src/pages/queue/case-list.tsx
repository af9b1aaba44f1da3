import type { CaseSummary } from '@hark/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { CaseRow, ROW_HEIGHT } from './case-row.tsx'
import css from './queue.module.css'

type Props = {
  items: CaseSummary[]
  chosen: number
  stale: boolean
  onChoose: (at: number) => void
  onOpen: (id: string) => void
  more: (() => void) | null
}

/** The virtual list. A refresh that puts cases above the chosen one scrolls by as much: what you look at stays put. */
export function CaseList({ items, chosen, stale, onChoose, onOpen, more }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const list = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    getItemKey: (n) => items[n]?.id ?? n,
  })
  const rows = list.getVirtualItems()
  useSteady(box, items[chosen]?.id, chosen)
  // Only a new choice scrolls: when a refresh moves the chosen row, `useSteady` has placed it already.
  const id = items[chosen]?.id
  const place = useRef(chosen)
  place.current = chosen
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => list.scrollToIndex(place.current), [id, list])
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= items.length - 30) more?.()
  }, [last, items.length, more])

  return (
    <>
      {stale && (
        <p className={css.stale} role="status">
          Hark cannot be reached; this list is from a moment ago and refreshes by itself.
        </p>
      )}
      <div
        ref={box}
        className={css.list}
        role="listbox"
        tabIndex={0}
        aria-label="Cases, most urgent first"
        aria-activedescendant={`row-${items[chosen]?.id}`}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') onChoose(chosen + 1)
          else if (event.key === 'ArrowUp') onChoose(chosen - 1)
          else return
          event.preventDefault()
        }}
      >
        <div role="presentation" style={{ height: list.getTotalSize(), position: 'relative' }}>
          {rows.map((row) => {
            const item = items[row.index]
            return (
              item && (
                <CaseRow
                  key={item.id}
                  item={item}
                  top={row.start}
                  position={row.index + 1}
                  size={items.length}
                  chosen={row.index === chosen}
                  onChoose={() => onChoose(row.index)}
                  onOpen={() => onOpen(item.id)}
                />
              )
            )
          })}
        </div>
      </div>
    </>
  )
}

function useSteady(box: React.RefObject<HTMLDivElement | null>, id: string | undefined, index: number) {
  const before = useRef({ id, index })
  useLayoutEffect(() => {
    const moved = index - before.current.index
    if (before.current.id === id && moved !== 0) box.current?.scrollBy(0, moved * ROW_HEIGHT)
    before.current = { id, index }
  }, [id, index, box])
}
