import type { CaseSummary } from '@hark/contract'
import { memo } from 'react'
import { ClockBar } from '../../parts/clock/clock-bar.tsx'
import { Excerpt } from '../../parts/post-text/excerpt.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { platformName, priorityNames, seriousnessNames, specialNames } from '../../parts/words/names.ts'
import css from './queue.module.css'

/** Rows are of one height so that ten thousand of them scroll and jump exactly. */
export const ROW_HEIGHT = 76

type Props = {
  item: CaseSummary
  top: number
  position: number
  size: number
  chosen: boolean
  onChoose: () => void
  onOpen: () => void
}

export const CaseRow = memo(function CaseRow({ item, top, position, size, chosen, onChoose, onOpen }: Props) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox has the keys
    <div
      id={`row-${item.id}`}
      role="option"
      tabIndex={-1}
      aria-selected={chosen}
      aria-posinset={position}
      aria-setsize={size}
      className={css.row}
      style={{ transform: `translateY(${top}px)`, height: ROW_HEIGHT }}
      onClick={onChoose}
      onDoubleClick={onOpen}
    >
      <div className={css.rowClock}>{item.clock ? <ClockBar clock={item.clock} /> : 'no clock runs'}</div>
      <div className={css.rowBody}>
        <div className={css.rowHead}>
          <strong>{item.product}</strong>
          {!item.own && <span className={css.quiet}>not ours</span>}
          <Flags item={item} />
        </div>
        <Excerpt text={item.excerpt} lang={item.lang} />
        <div className={css.rowFoot}>
          <span>{item.number}</span>
          <PracticeBadge practice={item.practice} />
          <Words text={item.patient} />
          <span>{platformName(item.platform)}</span>
          <span>{item.lang}</span>
          {item.posts > 1 && <span>×{item.posts}</span>}
          {item.state === 'held' && <span>on hold: {item.holdReason}</span>}
          {item.lease && (
            <span className={css.lease}>
              {item.lease.mine ? 'you have it' : `${item.lease.by.printedName} has it`}
            </span>
          )}
        </div>
      </div>
    </div>
  )
})

function Flags({ item }: { item: CaseSummary }) {
  const flags = item.priority.map((p) => priorityNames[p])
  const serious = item.seriousness
    .map((s) => seriousnessNames[s].toLowerCase())
    .filter((s) => !flags.includes(s))
  return (
    <span className={css.flags}>
      {flags.map((flag) => (
        <span key={flag} className={css.flag}>
          {flag}
        </span>
      ))}
      {serious.map((s) => (
        <span key={s} className={css.serious}>
          {s}
        </span>
      ))}
      {item.special.slice(0, 2).map((s) => (
        <span key={s} className={css.special}>
          {specialNames[s].toLowerCase()}
        </span>
      ))}
    </span>
  )
}
