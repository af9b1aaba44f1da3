import type { HistoryItem } from '@hark/contract'
import { Instant } from '../clock/instant.tsx'
import { Words } from '../post-text/words.tsx'
import { EmptyState } from '../state/empty-state.tsx'
import { wordsOf } from '../words/names.ts'
import css from './timeline.module.css'

/** Ledger entries in the order given: when, who, what, why. */
export function Timeline({ items }: { items: HistoryItem[] }) {
  if (items.length === 0) return <EmptyState title="No entry yet" />
  return (
    <ol className={css.timeline}>
      {items.map((item) => (
        <li key={item.entryId} className={css.item}>
          <span className={css.when}>
            <Instant at={item.at} />
          </span>
          <span>
            <strong>{wordsOf(item.action)}</strong> · {item.actor}
            {item.actorKind === 'service' && ' (service)'}
            {item.why && (
              <>
                : <Words text={item.why} />
              </>
            )}
          </span>
          <span className={css.leaf}>
            {item.leafIndex === null ? 'being sequenced' : `entry ${item.leafIndex}`}
          </span>
        </li>
      ))}
    </ol>
  )
}
